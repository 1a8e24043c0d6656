import { freshDatabase } from '@vocalborn/system-harness';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectDatabase } from '../connect.js';
import type { Database } from '../database.js';
import { migrate, undoMigrations } from '../migrate.js';
import { migrations } from '../migrations.js';
import { seedIds } from '../seed/ids.js';
import { seed } from '../seed/seed.js';

const undone = migrations.length - migrations.findIndex(({ name }) => name === 'UnusableRecordings1764000026000');

let database: Database;
beforeAll(async () => {
  database = await connectDatabase({ url: await freshDatabase(), poolSize: 4, applicationName: 'test' });
  await migrate(database);
  await seed(database);
  await undoMigrations(database, undone);
});
afterAll(() => database.close());

const minute = (minutes: number): string => new Date(Date.UTC(2026, 0, 1, 10, minutes)).toISOString();

const rolledUp = (table: string, time: string, at: string, failed: number) =>
  database.query(
    `insert into ${table} (${time}, accepted, started, succeeded, failed, retried, revoked, waits, wait_seconds,
       processing_seconds, processing_buckets) values ($1, 0, 0, 1, $2, 0, 0, 0, 0, 0, '{}')`,
    [at, failed],
  );

it('counts the unusable recordings of stored minutes and hours from the events that still exist', async () => {
  const taskId = '6f3ce3a1-0000-4000-8000-000000000001';
  await database.query(
    `insert into ai_analysis_tasks (task_id, user_id, requested_by, practice_record_id, status, completed_at)
     values ($1, $2, $2, (select practice_record_id from practice_records limit 1), 'REVOKED', now())`,
    [taskId, seedIds.patient],
  );
  for (const [kind, at] of [
    ['file', minute(3)],
    ['file', minute(3)],
    ['network', minute(3)],
    ['file', minute(7)],
  ]) {
    await database.query(
      `insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step, error_kind, at)
       values ($1, 1, 'FAILURE', 0, 'failed', $2, $3)`,
      [taskId, kind, at],
    );
  }
  for (const [at, failed] of [
    [3, 3],
    [7, 1],
    [9, 5],
  ] as const) {
    await rolledUp('task_minutes', 'minute', minute(at), failed);
  }
  await rolledUp('task_hours', 'hour', minute(0), 9);
  await migrate(database);
  const minutes = await database.query('select failed, unusable from task_minutes order by minute');
  expect(minutes).toEqual([
    { failed: 3, unusable: 2 },
    { failed: 1, unusable: 1 },
    { failed: 5, unusable: 0 },
  ]);
  expect(await database.query('select failed, unusable from task_hours')).toEqual([{ failed: 9, unusable: 3 }]);
});
