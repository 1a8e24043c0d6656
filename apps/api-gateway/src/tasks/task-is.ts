import { statusWord, type TaskState } from '@vocalborn/task';
import type { Told } from '../http/problem.js';

const chineseStates: Readonly<Record<TaskState, string>> = {
  PENDING: '等待中',
  PROCESSING: '分析中',
  RETRY: '等待重試',
  SUCCESS: '已完成',
  FAILURE: '已失敗',
  REVOKED: '已取消',
};

/** A sentence that tells the state of a task. */
export const taskIs = (state: TaskState): Told => ({
  'en-US': `The task is ${statusWord(state)}.`,
  'zh-TW': `任務${chineseStates[state]}。`,
});
