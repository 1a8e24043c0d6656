import { freshDatabase } from '@vocalborn/system-harness';
import { errorKinds, recordStatuses, taskStates } from '@vocalborn/task';
import { randomUUID } from 'node:crypto';
import type { Database } from '../database.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase } from '../connect.js';
import { migrate, undoMigrations } from '../migrate.js';
import { migrations } from '../migrations.js';
import { seedIds } from '../seed/ids.js';
import { seed } from '../seed/seed.js';

let database: Database;
beforeAll(async () => {
  database = await connectDatabase({ url: await freshDatabase(), poolSize: 4, applicationName: 'test' });
  await migrate(database);
  await seed(database);
});
afterAll(() => database.close());

type Row = Readonly<Record<string, unknown>>;

async function insert(table: string, row: Row): Promise<void> {
  const names = Object.keys(row);
  const places = names.map((_, index) => `$${index + 1}`).join(', ');
  await database.query(`insert into ${table} (${names.join(', ')}) values (${places})`, Object.values(row));
}

async function record(changed: Row = {}): Promise<string> {
  const practice_record_id = randomUUID();
  const row = { practice_record_id, user_id: seedIds.patient, sentence_id: seedIds.chineseSentence };
  await insert('practice_records', { ...row, record_status: 'recorded', audio_key: 'recordings/x.wav', ...changed });
  return practice_record_id;
}

const now = new Date().toISOString();

/** The columns that a task needs in each state. */
const sound: Readonly<Record<(typeof taskStates)[number], Row>> = {
  PENDING: {},
  PROCESSING: { worker_name: 'worker@one', started_at: now, attempt: 1 },
  RETRY: { attempt: 1, next_retry_at: now, error_kind: 'network', error_message: 'x', max_retries: 5 },
  SUCCESS: { attempt: 1, completed_at: now, result_id: randomUUID(), progress: 100 },
  FAILURE: { attempt: 1, completed_at: now, error_kind: 'file', error_message: 'x', max_retries: 0 },
  REVOKED: { completed_at: now },
};

async function task(status: keyof typeof sound, changed: Row = {}): Promise<string> {
  const task_id = randomUUID();
  const owner = { user_id: seedIds.patient, requested_by: seedIds.patient };
  const practice_record_id = changed.practice_record_id ?? (await record());
  await insert('ai_analysis_tasks', { task_id, ...owner, practice_record_id, status, ...sound[status], ...changed });
  return task_id;
}

describe('a task', () => {
  it.each(taskStates)('that is sound in the state %s is accepted', async (state) => {
    await expect(task(state)).resolves.toBeTypeOf('string');
  });

  it.each<[string, keyof typeof sound, Row]>([
    ['in an unknown state', 'PENDING', { status: 'DONE' }],
    ['with a negative attempt', 'PENDING', { attempt: -1 }],
    ['with negative progress', 'PENDING', { progress: -1 }],
    ['with progress over 100', 'PENDING', { progress: 101 }],
    ['with a negative retry count', 'PENDING', { retry_count: -1 }],
    ['that runs without a worker', 'PROCESSING', { worker_name: null }],
    ['that runs without a start', 'PROCESSING', { started_at: null }],
    ['that runs without an attempt', 'PROCESSING', { attempt: 0 }],
    ['that waits and has ended', 'PENDING', { completed_at: now }],
    ['that succeeded without an end', 'SUCCESS', { completed_at: null }],
    ['that succeeded without a result', 'SUCCESS', { result_id: null }],
    ['that succeeded at 99 %', 'SUCCESS', { progress: 99 }],
    ['that failed with a result', 'FAILURE', { result_id: randomUUID() }],
    ['that failed without a kind', 'FAILURE', { error_kind: null }],
    ['that failed without a message', 'FAILURE', { error_message: null }],
    ['that failed without a limit', 'FAILURE', { max_retries: null }],
    ['that failed without an end', 'FAILURE', { completed_at: null }],
    ['that was cancelled without an end', 'REVOKED', { completed_at: null }],
    ['that waits for a retry without a time', 'RETRY', { next_retry_at: null }],
    ['that waits in the queue with the time of a retry', 'PENDING', { next_retry_at: now }],
    ['that was handed back and does not run', 'PENDING', { handed_back_at: now }],
    ['with an idempotency key and no fingerprint', 'PENDING', { idempotency_key: 'a' }],
    ['with a fingerprint and no idempotency key', 'PENDING', { idempotency_fingerprint: 'a' }],
    ['without a user', 'PENDING', { user_id: null }],
    ['of an unknown record', 'PENDING', { practice_record_id: randomUUID() }],
  ])('%s is refused', async (_, state, changed) => {
    await expect(task(state, changed)).rejects.toThrow(/violates/);
  });

  it('is refused while another one of its record has not ended', async () => {
    const open = { practice_record_id: await record(), task_id: randomUUID(), due_at: now };
    await insert('open_tasks', open);
    await expect(insert('open_tasks', { ...open, task_id: randomUUID() })).rejects.toThrow(/open_tasks_pkey/);
  });

  it('is refused with the idempotency key of another one of the same caller', async () => {
    const idempotency = { idempotency_key: 'once', idempotency_fingerprint: 'a' };
    await task('SUCCESS', idempotency);
    await expect(task('SUCCESS', idempotency)).rejects.toThrow(/one_task_per_idempotency_key/);
    await expect(task('SUCCESS', { ...idempotency, requested_by: randomUUID() })).resolves.toBeTypeOf('string');
  });

  it.each(errorKinds)('may fail with the kind %s', async (error_kind) => {
    await expect(task('FAILURE', { error_kind })).resolves.toBeTypeOf('string');
  });
});

describe('a result', () => {
  const result = (task_id: string, changed: Row = {}): Promise<void> =>
    insert('ai_analysis_results', {
      ...{ result_id: randomUUID(), task_id, analysis_result: '{}', analysis_model_version: '1' },
      ...{ processing_time_seconds: 1.5, ...changed },
    });

  it('is unique for its task', async () => {
    const taskId = await task('SUCCESS');
    await result(taskId);
    await expect(result(taskId)).rejects.toThrow(/unique/);
  });

  it.each<[string, Row]>([
    ['without a task', { task_id: null }],
    ['that took a negative time', { processing_time_seconds: -0.1 }],
    ['without a version of its model', { analysis_model_version: null }],
  ])('%s is refused', async (_, changed) => {
    await expect(result(await task('SUCCESS'), changed)).rejects.toThrow(/violates/);
  });
});

describe('a practice record', () => {
  it.each(recordStatuses)('may be %s, and has a recording unless it is pending', async (record_status) => {
    const [fitting, wrong] = record_status === 'pending' ? [null, 'a.wav'] : ['a.wav', null];
    await expect(record({ record_status, audio_key: wrong })).rejects.toThrow(/recording_matches_status/);
    await expect(record({ record_status, audio_key: fitting })).resolves.toBeTypeOf('string');
  });

  it.each<[string, Row]>([
    ['of an unknown status', { record_status: 'lost' }],
    ['of an unknown user', { user_id: randomUUID() }],
    ['of an unknown sentence', { sentence_id: randomUUID() }],
  ])('%s is refused', async (_, changed) => {
    await expect(record(changed)).rejects.toThrow(/violates/);
  });
});

describe('every migration', () => {
  const tables = `select table_name, column_name, data_type from information_schema.columns
    where table_schema = 'public' order by table_name, column_name`;

  it('can be undone and applied again, and the schema is the same', async () => {
    const own = await connectDatabase({ url: await freshDatabase(), poolSize: 2, applicationName: 'test' });
    await migrate(own);
    const complete: unknown = await own.query(tables);
    for (let undone = 1; undone <= migrations.length; undone += 1) {
      await undoMigrations(own, undone);
      expect(await migrate(own)).toHaveLength(undone);
      expect(await own.query(tables)).toEqual(complete);
    }
    await own.close();
  });
});
