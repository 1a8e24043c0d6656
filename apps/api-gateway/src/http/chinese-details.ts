/** Details that libraries write in English, as patterns, with their Chinese text. */
const details: readonly (readonly [english: RegExp, chinese: string])[] = [
  // Tokens.
  [/^send the header "Authorization: Bearer <token>"$/, '請傳送標頭「Authorization: Bearer <權杖>」。'],
  [/^the token has expired: get a new one$/, '權杖已過期，請取得新的權杖。'],
  [/^the token's "(\w+)" is not accepted$/, '不接受權杖的「$1」。'],
  [/^the token's "sub" is not a user id$/, '權杖的「sub」不是使用者的識別碼。'],
  [/^the token's "role" is none of (.+)$/, '權杖的「role」必須是下列之一：$1。'],
  [/^the token's "iat" lies in the future$/, '權杖的「iat」是未來的時間。'],
  [/^the token has no "iat"$/, '權杖缺少「iat」。'],
  [/^the token is valid for more than (\d+) seconds$/, '權杖的有效時間超過 $1 秒。'],
  [/^the token is not valid$/, '權杖無效。'],
  // Forms and other bodies.
  [/^The body must be multipart\/form-data\.$/, '請求內容必須是 multipart/form-data。'],
  [/^The content type names no boundary\.$/, '內容類型沒有 boundary。'],
  [/^The form has more than (\d+) parts\.$/, '表單超過 $1 個部分。'],
  [/^The boundary is followed by something else\.$/, 'boundary 之後有多餘的內容。'],
  [/^The boundary that the content type names is not in the body\.$/, '請求內容沒有內容類型所說的 boundary。'],
  [
    /^The body does not begin with the boundary that the content type names\.$/,
    '請求內容不是以內容類型所說的 boundary 開頭。',
  ],
  [/^A part of the form lacks "Content-Disposition: form-data"/, '表單有一個部分缺少帶有名稱的 Content-Disposition。'],
  [/^A part of the form has a header without a colon\.$/, '表單有一個部分的標頭沒有冒號。'],
  [/^A part of the form has too long a header\.$/, '表單有一個部分的標頭過長。'],
  [/^The body ends before the last boundary\.$/, '請求內容在最後的 boundary 之前就結束了。'],
  [/^The connection broke off in the middle of the form\.$/, '表單傳送途中連線中斷。'],
  [/^The body came too slowly\.$/, '請求內容傳送過慢。'],
  [/^The body did not arrive within (\d+) s\.$/, '請求內容未在 $1 秒內送達。'],
  // The audio store.
  [/^the audio store cannot be used now$/, '目前無法使用錄音的儲存空間。'],
];

/** The Chinese text of a detail that a library writes; undefined for any other. */
export function chineseDetail(english: string): string | undefined {
  const found = details.find(([pattern]) => pattern.test(english));
  return found && english.replace(...found);
}
