import type { ProblemCode } from './problem-catalogue.js';

/** Title and hint of each problem in Traditional Chinese. */
export const chineseProblems: Readonly<Record<ProblemCode, { readonly title: string; readonly hint: string }>> = {
  'invalid-request': { title: '請求內容無效', hint: '請修正「errors」列出的欄位後重新送出。' },
  'malformed-body': {
    title: '無法讀取請求內容',
    hint: '請傳送格式正確的 JSON；上傳錄音時請使用 multipart/form-data。',
  },
  'not-authenticated': { title: '尚未通過身分驗證', hint: '請在 Authorization 標頭傳送有效的 Bearer 權杖。' },
  forbidden: { title: '沒有執行此操作的權限', hint: '請改用具有權限的帳號。' },
  'not-found': { title: '找不到要求的資料', hint: '請檢查網址與識別碼。其他使用者的資料不會顯示。' },
  'no-picture': { title: '此結果沒有圖形', hint: '較早的版本沒有儲存輪廓。請重新送出分析以取得圖形。' },
  'upload-timeout': { title: '請求內容傳送過慢', hint: '請使用較快的連線重新傳送。' },
  'analysis-running': { title: '此錄音正在分析中', hint: '請追蹤「task_id」的任務，不要重複送出。' },
  'task-ended': { title: '任務已經結束', hint: '沒有可取消的內容；「task_status」是最終狀態。' },
  'task-not-retryable': {
    title: '此任務無法重新執行',
    hint: '只有失敗或已取消的任務可以重新執行；「task_status」是目前狀態。若要再次分析，請重新送出錄音。',
  },
  'too-many-attempts': { title: '此任務執行次數過多', hint: '請重新送出錄音，以建立新的任務。' },
  'record-already-reviewed': { title: '此錄音已由治療師審閱', hint: '審閱後的錄音已關閉，請建立新的錄音。' },
  'task-not-finished': {
    title: '任務還沒有結果',
    hint: '「task_status」尚未結束時請稍後再查詢。失敗或已取消的任務沒有結果。',
  },
  'audio-too-large': { title: '錄音檔過大', hint: '錄音檔最多「max_bytes」位元組。' },
  'body-too-large': { title: '請求內容過大', hint: '請傳送較小的內容。' },
  'too-many-requests': { title: '請求過於頻繁', hint: '請等候「retry_after」秒。RateLimit 標頭會告知剩餘額度。' },
  'too-many-tasks': { title: '等待或執行中的任務過多', hint: '請等部分任務結束後再送出。GET /tasks 會列出任務。' },
  'too-many-recordings': { title: '儲存的錄音過多', hint: '請刪除不需要的練習紀錄，或請管理員提高上限。' },
  'too-many-streams': {
    title: '開啟的事件串流過多',
    hint: '請關閉其中一個，或以 GET /events 在同一個串流追蹤所有任務。',
  },
  'unsupported-media-type': { title: '不支援此格式', hint: '請傳送此網址接受的格式；錄音的格式列於「supported」。' },
  'record-without-audio': { title: '此紀錄還沒有錄音', hint: '請先上傳錄音。' },
  'example-not-usable': { title: '此示範錄音無法使用', hint: '請重新錄製示範後再送出；「reason」說明這段錄音的問題。' },
  'idempotency-key-reused': { title: '此冪等鍵屬於另一個請求', hint: '不同的請求請使用新的 Idempotency-Key。' },
  'audio-link-not-valid': {
    title: '錄音連結無效',
    hint: '請以 POST 向錄音網址取得新連結（將「audio」改為「audio-link」）。',
  },
  'range-not-satisfiable': { title: '要求的範圍超出錄音', hint: '請要求 Content-Range 所示大小以內的範圍。' },
  'audio-links-not-configured': {
    title: '此服務不提供錄音連結',
    hint: '請以 Bearer 權杖下載錄音。管理員可設定 AUDIO_LINK_SECRET。',
  },
  'too-many-webhooks': { title: '已達 Webhook 數量上限', hint: '請刪除不需要的 Webhook。「max_webhooks」是上限。' },
  'webhook-disabled': {
    title: '此 Webhook 已停用',
    hint: '請查看 Webhook 的「disabled_reason」，修正原因並啟用後再試。',
  },
  'examples-cannot-be-checked': {
    title: '此服務無法檢查示範錄音',
    hint: '無法在此新增句子。管理員可設定 AI_SERVICE_URL。',
  },
  'internal-error': { title: '服務發生未預期的錯誤', hint: '請稍後再試。回報時請附上「request_id」。' },
  'service-unavailable': { title: '服務目前無法回應', hint: '請在 Retry-After 標頭的時間之後再試。' },
};
