import type { TaskState } from '@vocalborn/task';
import type { Told } from '../http/language.js';

const sentences: Readonly<Record<TaskState, Told>> = {
  PENDING: { 'en-US': 'The task is pending.', 'zh-TW': '任務等待中。' },
  PROCESSING: { 'en-US': 'The task is being processed.', 'zh-TW': '任務分析中。' },
  RETRY: { 'en-US': 'The task waits for a retry.', 'zh-TW': '任務等待重試。' },
  SUCCESS: { 'en-US': 'The task has succeeded.', 'zh-TW': '任務已完成。' },
  FAILURE: { 'en-US': 'The task has failed.', 'zh-TW': '任務已失敗。' },
  REVOKED: { 'en-US': 'The task was cancelled.', 'zh-TW': '任務已取消。' },
};

/** A sentence that tells the state of a task. */
export const taskIs = (state: TaskState): Told => sentences[state];
