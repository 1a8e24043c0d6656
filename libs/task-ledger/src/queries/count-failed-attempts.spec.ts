import { connectDatabase, migrate, seed, seedIds, type Database } from '@vocalborn/database';
import { freshDatabase } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countFailedAttempts } from './count-failed-attempts.js';
import { listRunningTasks } from './list-running-tasks.js';

let database: Database;

const id = (group: number, n: number): string => `0000000${n}-0000-4000-${group}000-000000000000`;

/** Three tasks: one runs, one was tried twice and runs no more, one failed two hours ago. */
beforeAll(async () => {
  database = await connectDatabase({ url: await freshDatabase(), poolSize: 2, applicationName: 'test' });
  await migrate(database);
  await seed(database);
  for (const n of [1, 2, 3]) {
    await database.query(
      `insert into practice_records (practice_record_id, user_id, sentence_id, record_status, audio_key, audio_size,
         audio_duration) values ($1, $2, $3, 'recorded', 'x', $4, 3)`,
      [id(9, n), seedIds.patient, seedIds.chineseSentence, n * 1000],
    );
    await database.query(
      `insert into ai_analysis_tasks (task_id, user_id, requested_by, practice_record_id, status, worker_name, attempt,
         current_step, started_at, updated_at, completed_at, error_kind, error_message, max_retries)
       values ($1, $2, $2, $3, $4, 'a@host', 1, 'measuring', now() - interval '90 s', now() - interval '30 s',
         case when $4 = 'FAILURE' then now() end, 'file', 'The recording is too large.', 0)`,
      [id(8, n), seedIds.patient, id(9, n), n === 1 ? 'PROCESSING' : 'FAILURE'],
    );
  }
  await database.query(
    `insert into open_tasks (practice_record_id, task_id, due_at, running) values ($1, $2, now(), true)`,
    [id(9, 1), id(8, 1)],
  );
  const note = (n: number, status: string, kind: string, age: string): Promise<unknown> =>
    database.query(
      `insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step, error_kind, error_message, at)
       values ($1, 1, $2, 0, 'failed', $3, 'why', now() - $4::interval)`,
      [id(8, n), status, kind, age],
    );
  await note(1, 'RETRY', 'file', '5 min');
  await note(2, 'FAILURE', 'file', '1 min');
  await note(2, 'RETRY', 'network', '2 min');
  await note(3, 'FAILURE', 'timeout', '2 h');
});
afterAll(() => database.close());

describe('the queries of the doctor', () => {
  it('list the running tasks with their duration and size', async () => {
    const [task, ...rest] = await listRunningTasks(database, 10);
    expect(rest).toEqual([]);
    expect(task).toMatchObject({ taskId: id(8, 1), step: 'measuring', audioBytes: 1000, audioSeconds: 3 });
    expect(task?.runningSeconds).toBeGreaterThanOrEqual(90);
    expect(task?.silentSeconds).toBeLessThan(task?.runningSeconds ?? 0);
  });

  it('count the recent failed attempts by reason, the most frequent first', async () => {
    const failed = await countFailedAttempts(database, 3_600);
    expect(failed).toMatchObject([
      { kind: 'file', message: 'why', attempts: 2, failures: 1, latestTaskId: id(8, 2), largestBytes: 2000 },
      { kind: 'network', message: 'why', attempts: 1, failures: 0, latestTaskId: id(8, 2), largestBytes: 2000 },
    ]);
    expect(failed.map(({ unresolvedSeconds }) => Math.floor((unresolvedSeconds ?? 0) / 60))).toEqual([1, 2]);
  });
});
