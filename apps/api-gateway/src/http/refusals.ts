import type { Told } from './language.js';
import { Problem } from './problem.js';

/** Why a practice record is not analysed. */
export const analysisRefusals = {
  'record-without-audio': { 'en-US': 'Nothing has been recorded yet.', 'zh-TW': '尚未錄音。' },
  'analysis-running': { 'en-US': 'The record is being analysed.', 'zh-TW': '此錄音正在分析中。' },
  'record-already-reviewed': { 'en-US': 'The record is closed.', 'zh-TW': '此紀錄已關閉。' },
} as const satisfies Record<string, Told>;

/** The refusal of an analysis; `members` name the field, or the task that is concerned. */
export const refusedAnalysis = (
  code: keyof typeof analysisRefusals,
  members: Readonly<Record<string, unknown>>,
): Problem => new Problem(code, analysisRefusals[code], members);

/** The answer for a task that does not exist, and for one that the caller may not see. */
export const noSuchTask = (): Problem =>
  new Problem('not-found', { 'en-US': 'There is no such task.', 'zh-TW': '沒有這個任務。' }, { field: 'task_id' });

/** The answer for a practice record that does not exist, and for one that the caller may not see. */
export const noSuchRecord = (): Problem =>
  new Problem(
    'not-found',
    { 'en-US': 'There is no such practice record.', 'zh-TW': '沒有這筆練習紀錄。' },
    { field: 'practice_record_id' },
  );
