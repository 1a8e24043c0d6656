import type { Database } from '@vocalborn/database';
import {
  acceptTasks,
  claimTask,
  findResult,
  findTask,
  listStaleTasks,
  recordProgress,
  scheduleRetry,
  succeedTask,
} from '@vocalborn/task-ledger';
import { randomUUID } from 'node:crypto';

/** Rows of the filled tables that the statements are about. */
export interface Subjects {
  readonly userId: string;
  /** Records that can be analysed. */
  readonly records: readonly string[];
  readonly waitingTask: string;
  readonly runningTask: string;
  readonly endedTask: string;
}

/** A call of the ledger whose statement is explained. */
export interface ExplainedCall {
  readonly name: string;
  readonly call: (database: Database) => Promise<unknown>;
}

const stale = { limit: 500, after: null, waitingForMs: 1_000, runningForMs: 1_000 } as const;

/** The statements that every task runs, and the listing that recovery repeats. */
export function explainedCalls({ userId, records, waitingTask, runningTask, endedTask }: Subjects): ExplainedCall[] {
  const requests = records.map((practiceRecordId) => ({
    ...{ taskId: randomUUID(), caller: { userId, role: 'patient' as const }, practiceRecordId },
    ...{ params: {}, idempotency: null },
  }));
  const mark = { step: 'measuring' as const, progress: 60, at: new Date().toISOString() };
  const attempt = { taskId: runningTask, attempt: 1, steps: [mark] };
  const result = { resultId: randomUUID(), analysisResult: {}, analysisModelVersion: 'x', audioDurationSeconds: 1 };
  const fault = { kind: 'network' as const, message: 'it failed', traceback: 'at some line' };
  const entry = { taskId: runningTask, attempt: 1, workerName: 'worker@host', mark };
  return [
    { name: 'accept one', call: (database) => acceptTasks(database, requests.slice(0, 1)) },
    { name: `accept a group of ${requests.length}`, call: (database) => acceptTasks(database, requests) },
    { name: 'claim', call: (database) => claimTask(database, waitingTask, 'worker@host') },
    { name: 'progress', call: (database) => recordProgress(database, [entry]) },
    { name: 'succeed', call: (database) => succeedTask(database, { ...attempt, ...result }) },
    {
      name: 'retry',
      call: (database) => scheduleRetry(database, { ...attempt, fault, retryCount: 1, maxRetries: 3 }, 1_000),
    },
    { name: 'find task', call: (database) => findTask(database, endedTask) },
    { name: 'find result', call: (database) => findResult(database, endedTask) },
    { name: 'list stale, everything', call: (database) => listStaleTasks(database, { ...stale, waitingSince: null }) },
    {
      name: 'list stale, news',
      call: (database) => listStaleTasks(database, { ...stale, waitingSince: new Date(Date.now() - 60_000) }),
    },
  ];
}

/** The ids of rows for the calls: one task is made to wait and one to run. */
export async function makeSubjects(database: Database): Promise<Subjects> {
  const found = await database.query<{ id: string; user_id: string }>(
    `select practice_record_id as id, user_id from practice_records where record_status = 'recorded' limit 40`,
  );
  const [first, second, ...others] = found.map(({ id }) => id);
  const userId = found[0]?.user_id ?? '';
  const tasks = await acceptTasks(
    database,
    [first, second].map((practiceRecordId = '') => ({
      ...{ taskId: randomUUID(), caller: { userId, role: 'patient' as const }, practiceRecordId },
      ...{ params: {}, idempotency: null },
    })),
  );
  const [waitingTask = '', runningTask = ''] = tasks.map((task) =>
    task.outcome === 'accepted' ? task.snapshot.taskId : '',
  );
  await claimTask(database, runningTask, 'worker@host');
  const [ended] = await database.query<{ id: string }>('select task_id as id from ai_analysis_results limit 1');
  return { userId, records: others, waitingTask, runningTask, endedTask: ended?.id ?? '' };
}
