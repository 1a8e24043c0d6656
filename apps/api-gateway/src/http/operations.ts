import type { ProblemCode } from './problem-catalogue.js';

/** What the description of the API adds to an operation. */
interface Operation {
  /** Its name in generated clients. */
  readonly id: string;
  /** The summary in Traditional Chinese. */
  readonly chinese: string;
  /** The problems that are its own. Those that all operations of its kind have are not listed: see `problemsOf`. */
  readonly problems: readonly ProblemCode[];
}

const closed = ['record-already-reviewed', 'record-without-audio', 'analysis-running'] as const;

/** Every operation of the API by its method and path. A test compares the table with the routes. */
export const operations = {
  'POST /analyze': {
    id: 'analyze',
    chinese: '送出錄音進行分析，立即回應任務編號。',
    problems: ['not-found', ...closed, 'idempotency-key-reused', 'too-many-tasks'],
  },
  'GET /tasks': { id: 'listTasks', chinese: '列出可以查看的任務，由新到舊。', problems: [] },
  'GET /tasks/{task_id}': {
    id: 'readTaskStatus',
    chinese: '任務的狀態：進度、步驟與重試。',
    problems: ['not-found'],
  },
  'GET /tasks/{task_id}/events': {
    id: 'streamTaskEvents',
    chinese: '以伺服器傳送事件（SSE）追蹤任務。',
    problems: ['not-found', 'too-many-streams'],
  },
  'GET /events': {
    id: 'streamEvents',
    chinese: '以一個事件串流追蹤所有可以查看的任務。',
    problems: ['too-many-streams'],
  },
  'DELETE /tasks/{task_id}': {
    id: 'cancelTask',
    chinese: '取消尚未結束的任務。',
    problems: ['not-found', 'task-ended'],
  },
  'GET /tasks/{task_id}/result': {
    id: 'readTaskResult',
    chinese: '成功任務的分析結果。',
    problems: ['not-found', 'task-not-finished'],
  },
  'GET /tasks/{task_id}/result/picture.svg': {
    id: 'drawTaskResult',
    chinese: '以 SVG 顯示錄音與示範音的音高。',
    problems: ['not-found', 'no-picture', 'task-not-finished'],
  },
  'POST /tasks/{task_id}/retry': {
    id: 'rerunTask',
    chinese: '重新執行失敗或已取消的任務。',
    problems: ['not-found', 'task-not-retryable', 'too-many-attempts', ...closed],
  },
  'POST /practice-records': {
    id: 'createPracticeRecord',
    chinese: '上傳一個句子的錄音。',
    problems: ['audio-too-large', 'too-many-recordings'],
  },
  'GET /practice-records': {
    id: 'listPracticeRecords',
    chinese: '列出可以查看的練習紀錄與最新分數，由新到舊。',
    problems: [],
  },
  'GET /practice-records/{practice_record_id}': {
    id: 'readPracticeRecord',
    chinese: '練習紀錄與最新的分析。',
    problems: ['not-found'],
  },
  'DELETE /practice-records/{practice_record_id}': {
    id: 'erasePracticeRecord',
    chinese: '刪除練習紀錄，包含錄音、結果、參數與歷程。',
    problems: ['not-found', 'forbidden'],
  },
  'PUT /practice-records/{practice_record_id}/audio': {
    id: 'replacePracticeRecordAudio',
    chinese: '上傳第一個錄音，或取代現有的錄音。',
    problems: [
      'not-found',
      'forbidden',
      'audio-too-large',
      'too-many-recordings',
      'analysis-running',
      'record-already-reviewed',
    ],
  },
  'GET /practice-records/{practice_record_id}/audio': {
    id: 'readPracticeRecordAudio',
    chinese: '錄音，全部或其中一段。',
    problems: ['not-found', 'audio-link-not-valid', 'range-not-satisfiable'],
  },
  'POST /practice-records/{practice_record_id}/audio-link': {
    id: 'linkPracticeRecordAudio',
    chinese: '取得數分鐘內有效的錄音連結。',
    problems: ['not-found', 'audio-links-not-configured'],
  },
  'POST /practice-sessions': {
    id: 'createPracticeSession',
    chinese: '建立練習，每個句子一筆待錄音的紀錄。',
    problems: [],
  },
  'GET /practice-sessions': { id: 'listPracticeSessions', chinese: '列出可以查看的練習，由新到舊。', problems: [] },
  'GET /practice-sessions/{practice_session_id}': {
    id: 'readPracticeSession',
    chinese: '練習的紀錄、任務與分數。',
    problems: ['not-found'],
  },
  'POST /practice-sessions/{practice_session_id}/analyze': {
    id: 'analyzePracticeSession',
    chinese: '送出練習中所有錄音進行分析，並說明略過的原因。',
    problems: ['not-found', 'idempotency-key-reused'],
  },
  'GET /audit': { id: 'listAccesses', chinese: '誰讀取了他人的資料（僅限管理員）。', problems: ['forbidden'] },
  'GET /me/export': { id: 'exportOwnData', chinese: '匯出儲存於系統的本人資料。', problems: [] },
  'GET /sentences': { id: 'listSentences', chinese: '列出練習句子。', problems: [] },
  'POST /sentences': {
    id: 'createSentence',
    chinese: '新增句子與示範錄音（僅限治療師與管理員）。',
    problems: ['forbidden', 'audio-too-large', 'example-not-usable', 'examples-cannot-be-checked'],
  },
  'GET /sentences/{sentence_id}': { id: 'readSentence', chinese: '一個練習句子。', problems: ['not-found'] },
  'GET /sentences/{sentence_id}/audio': {
    id: 'readSentenceAudio',
    chinese: '句子的示範音，全部或其中一段。',
    problems: ['not-found', 'audio-link-not-valid', 'range-not-satisfiable'],
  },
  'POST /sentences/{sentence_id}/audio-link': {
    id: 'linkSentenceAudio',
    chinese: '取得數分鐘內有效的示範音連結。',
    problems: ['not-found', 'audio-links-not-configured'],
  },
  'POST /webhooks': { id: 'createWebhook', chinese: '建立 Webhook。', problems: ['too-many-webhooks'] },
  'GET /webhooks': { id: 'listWebhooks', chinese: '列出自己的 Webhook。', problems: [] },
  'GET /webhooks/{webhook_id}': { id: 'readWebhook', chinese: '一個 Webhook。', problems: ['not-found'] },
  'DELETE /webhooks/{webhook_id}': { id: 'deleteWebhook', chinese: '刪除 Webhook。', problems: ['not-found'] },
  'POST /webhooks/{webhook_id}/enable': {
    id: 'enableWebhook',
    chinese: '重新啟用 Webhook。',
    problems: ['not-found'],
  },
  'POST /webhooks/{webhook_id}/roll-secret': {
    id: 'rollWebhookSecret',
    chinese: '更換 Webhook 的密鑰。',
    problems: ['not-found'],
  },
  'GET /webhooks/{webhook_id}/deliveries': {
    id: 'listWebhookDeliveries',
    chinese: '列出 Webhook 的訊息與傳送結果。',
    problems: ['not-found'],
  },
  'POST /webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver': {
    id: 'redeliverWebhookMessage',
    chinese: '重新傳送一則 Webhook 訊息。',
    problems: ['not-found', 'webhook-disabled'],
  },
  'GET /retry-policy': { id: 'readRetryPolicy', chinese: '各種錯誤的重試規則。', problems: [] },
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof operations;

/** What decides which problems every operation of a kind has. */
export interface OperationKind {
  readonly method: string;
  readonly needsToken: boolean;
  /** Whether it has parameters in the path, the query or a header. */
  readonly hasParameters: boolean;
}

/** The problems that an operation can answer: its own, and those of all operations of its kind. */
export function problemsOf(name: OperationName, { method, needsToken, hasParameters }: OperationKind): ProblemCode[] {
  const takesBody = method !== 'get';
  return [
    ...(hasParameters || takesBody ? (['invalid-request'] as const) : []),
    ...(takesBody ? (['malformed-body', 'upload-timeout', 'body-too-large', 'unsupported-media-type'] as const) : []),
    ...(needsToken ? (['not-authenticated'] as const) : []),
    ...operations[name].problems,
    ...(['too-many-requests', 'internal-error', 'service-unavailable'] as const),
  ];
}
