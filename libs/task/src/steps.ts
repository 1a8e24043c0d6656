/** A text in the two languages of the product. */
export interface StepText {
  readonly 'zh-TW': string;
  readonly 'en-US': string;
}

export type Language = keyof StepText;

/** One step of a task: the text that users read, and the progress (0–100) at which the step begins. */
export interface Step {
  readonly text: StepText;
  readonly progress: number;
}

/**
 * Every value of `current_step`, in the order of a task's life. The only source of progress: whoever reports a step
 * reports the progress of this table.
 */
export const steps = {
  queued: { text: { 'zh-TW': '等待處理', 'en-US': 'Waiting in the queue' }, progress: 0 },
  initialising: { text: { 'zh-TW': '初始化', 'en-US': 'Initialising' }, progress: 10 },
  downloading_audio: { text: { 'zh-TW': '下載音訊檔案', 'en-US': 'Downloading the recording' }, progress: 40 },
  calling_ai_service: { text: { 'zh-TW': '呼叫 AI 服務', 'en-US': 'Calling the AI service' }, progress: 50 },
  decoding: { text: { 'zh-TW': '解碼音訊', 'en-US': 'Decoding the recording' }, progress: 55 },
  measuring: { text: { 'zh-TW': '測量語音特徵', 'en-US': 'Measuring the voice' }, progress: 60 },
  comparing: { text: { 'zh-TW': '與示範音比對', 'en-US': 'Comparing with the example' }, progress: 70 },
  scoring: { text: { 'zh-TW': '計算分數', 'en-US': 'Calculating the scores' }, progress: 80 },
  processing_result: { text: { 'zh-TW': '處理分析結果', 'en-US': 'Processing the result' }, progress: 88 },
  storing_result: { text: { 'zh-TW': '儲存分析結果', 'en-US': 'Storing the result' }, progress: 90 },
  completed: { text: { 'zh-TW': '分析完成', 'en-US': 'Analysis complete' }, progress: 100 },
  handed_over: { text: { 'zh-TW': '轉交其他工作程序', 'en-US': 'Moving to another worker' }, progress: 0 },
  waiting_for_retry: { text: { 'zh-TW': '等待重試', 'en-US': 'Waiting for a retry' }, progress: 0 },
  failed: { text: { 'zh-TW': '分析失敗', 'en-US': 'Analysis failed' }, progress: 0 },
  revoked: { text: { 'zh-TW': '已取消', 'en-US': 'Cancelled' }, progress: 0 },
} as const satisfies Record<string, Step>;

export type StepName = keyof typeof steps;

export const stepNames = Object.keys(steps) as StepName[];

/** A step that a task reached, its progress (0–100), and the time (ISO 8601 UTC). */
export interface StepMark {
  readonly step: StepName;
  readonly progress: number;
  readonly at: string;
}

/** The text of a step in a language. */
export function stepText(step: StepName, language: Language): string {
  return steps[step].text[language];
}
