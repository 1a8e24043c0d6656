import { freshDatabase } from '@vocalborn/system-harness';
import { errorKinds, taskStates, transitions, type TaskState } from '@vocalborn/task';
import type { Database } from './database.js';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase } from './connect.js';
import { migrate } from './migrate.js';
import { seed } from './seed/seed.js';
import { seedIds } from './seed/ids.js';

let database: Database;
beforeAll(async () => {
  database = await connectDatabase({ url: await freshDatabase(), poolSize: 2, applicationName: 'spec' });
  await migrate(database);
  await seed(database);
});
afterAll(() => database.close());

/** Column values that satisfy the checks of each state. */
const columns: Record<TaskState, string> = {
  PENDING: `completed_at = null, result_id = null, next_retry_at = null`,
  PROCESSING: `completed_at = null, result_id = null, next_retry_at = null`,
  RETRY: `completed_at = null, result_id = null, next_retry_at = now()`,
  SUCCESS: `completed_at = now(), result_id = task_id, progress = 100, next_retry_at = null`,
  FAILURE: `completed_at = now(), result_id = null, next_retry_at = null`,
  REVOKED: `completed_at = now(), result_id = null, next_retry_at = null`,
};
const change = (to: TaskState, taskId: string): Promise<unknown> =>
  database.query(`update ai_analysis_tasks set status = '${to}', ${columns[to]} where task_id = $1`, [taskId]);

/** A task in a state, without a transition. */
async function taskIn(state: TaskState): Promise<string> {
  const [taskId, recordId] = [randomUUID(), randomUUID()];
  await database.query(
    `insert into practice_records (practice_record_id, user_id, sentence_id, record_status, audio_key)
     values ($1, $2, $3, 'recorded', 'x')`,
    [recordId, seedIds.patient, seedIds.chineseSentence],
  );
  const isFinal = ['SUCCESS', 'FAILURE', 'REVOKED'].includes(state);
  await database.query(
    `insert into ai_analysis_tasks (task_id, user_id, requested_by, practice_record_id, status, attempt, worker_name,
       started_at, error_kind, error_message, max_retries, progress, completed_at, result_id, next_retry_at)
     values ($1, $2, $2, $3, $4, 2, 'worker@one', now(), 'network', 'x', 5, 100, $5, $6, $7)`,
    [
      ...[taskId, seedIds.patient, recordId, state],
      isFinal ? new Date() : null,
      state === 'SUCCESS' ? taskId : null,
      state === 'RETRY' ? new Date() : null,
    ],
  );
  return taskId;
}

const pairs = taskStates.flatMap((from) => taskStates.map((to) => [from, to] as const));

describe('the guard of tasks', () => {
  it.each(pairs.filter(([from, to]) => from === to || transitions[from].includes(to)))(
    'lets a task go from %s to %s',
    async (from, to) => {
      const taskId = await taskIn(from);
      await change(to, taskId);
      const rows = await database.query<{ status: string }>('select status from ai_analysis_tasks where task_id = $1', [
        taskId,
      ]);
      expect(rows).toEqual([{ status: to }]);
    },
  );

  it.each(pairs.filter(([from, to]) => from !== to && !transitions[from].includes(to)))(
    'refuses the way from %s to %s',
    async (from, to) => {
      await expect(change(to, await taskIn(from))).rejects.toThrow(
        new RegExp(`violates the rule known_transition: .* from ${from} .* to ${to} `),
      );
    },
  );

  it('refuses an attempt that falls, and lets it rise or stay', async () => {
    const taskId = await taskIn('PROCESSING');
    const set = (attempt: number) =>
      database.query('update ai_analysis_tasks set attempt = $2 where task_id = $1', [taskId, attempt]);
    await expect(set(1)).rejects.toThrow('violates the rule attempt_never_falls');
    await set(2);
    await set(3);
    await expect(set(2)).rejects.toThrow('violates the rule attempt_never_falls');
  });

  const fail = async (kind: string): Promise<unknown> =>
    database.query(
      `update ai_analysis_tasks set status = 'FAILURE', completed_at = now(), error_kind = $2 where task_id = $1`,
      [await taskIn('PROCESSING'), kind],
    );

  it.each(errorKinds)('takes the error kind %s', async (kind) => {
    await expect(fail(kind)).resolves.toBeDefined();
  });

  it.each(['', 'Network', 'other'])('refuses the error kind "%s"', async (kind) => {
    await expect(fail(kind)).rejects.toThrow('violates the rule known_error_kind');
  });
});
