import { connectDatabase, migrate, seed, seedIds, type Database } from '@vocalborn/database';
import { freshDatabase } from '@vocalborn/system-harness';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  acceptTask,
  claimTask,
  failTask,
  findResult,
  findTask,
  succeedTask,
  maxLostAttempts,
  recordProgress,
  scheduleRetry,
  type AcceptOutcome,
  type AcceptRequest,
} from './index.js';

let database: Database;

beforeAll(async () => {
  database = await connectDatabase({ url: await freshDatabase(), poolSize: 20, applicationName: 'test' });
  await migrate(database);
  await seed(database);
});
afterAll(() => database.close());

const patient = { userId: seedIds.patient, role: 'patient' } as const;
const fault = { kind: 'network', message: 'unreachable', traceback: 'Error: unreachable' } as const;

let recordId: string;
beforeEach(async () => {
  recordId = randomUUID();
  await database.query(
    `insert into practice_records (practice_record_id, user_id, sentence_id, record_status, audio_key)
     values ($1, $2, $3, 'recorded', 'recordings/x.wav')`,
    [recordId, seedIds.patient, seedIds.chineseSentence],
  );
});

const request = (changes: Partial<AcceptRequest> = {}): AcceptRequest => ({
  taskId: randomUUID(),
  caller: patient,
  practiceRecordId: recordId,
  params: {},
  idempotency: null,
  ...changes,
});

async function accepted(): Promise<string> {
  const outcome = await acceptTask(database, request());
  if (outcome.outcome !== 'accepted') throw new Error(outcome.outcome);
  return outcome.snapshot.taskId;
}

async function claimed(): Promise<{ taskId: string; attempt: number }> {
  const taskId = await accepted();
  const claim = await claimTask(database, taskId, 'worker@one');
  return { taskId, attempt: claim?.snapshot.attempt ?? 0 };
}

const result = (attempt: { taskId: string; attempt: number }) => ({
  ...attempt,
  resultId: randomUUID(),
  analysisResult: { overall_score: 85.5 },
  analysisModelVersion: '1',
  audioDurationSeconds: 2.5,
  steps: [],
});

const failed = (attempt: { taskId: string; attempt: number }) => ({
  ...attempt,
  fault,
  retryCount: 1,
  maxRetries: 5,
  steps: [],
});

async function recordStatus(): Promise<string> {
  const select = 'select record_status from practice_records where practice_record_id = $1';
  const rows = await database.query<{ record_status: string }>(select, [recordId]);
  return rows[0]?.record_status ?? '';
}

describe('accepting a task', () => {
  it('creates it pending and marks the record as queued', async () => {
    const taskId = await accepted();
    expect(await findTask(database, taskId)).toMatchObject({ status: 'PENDING', attempt: 0, progress: 0 });
    expect(await recordStatus()).toBe('ai_queued');
  });

  it.each([
    ['the owner', patient, 'accepted'],
    ['the therapist of the owner', { userId: seedIds.therapist, role: 'therapist' }, 'accepted'],
    ['an admin', { userId: seedIds.admin, role: 'admin' }, 'accepted'],
    ['another patient', { userId: seedIds.otherPatient, role: 'patient' }, 'record-not-found'],
    ['a therapist of others', { userId: randomUUID(), role: 'therapist' }, 'record-not-found'],
    ['the therapist with the role of a patient', { userId: seedIds.therapist, role: 'patient' }, 'record-not-found'],
  ] as const)('decides for %s', async (_, caller, outcome) => {
    expect(await acceptTask(database, request({ caller }))).toMatchObject({ outcome });
  });

  it('refuses a record without a recording, and one that a therapist has closed', async () => {
    await database.query(
      `update practice_records set record_status = 'pending', audio_key = null where practice_record_id = $1`,
      [recordId],
    );
    expect(await acceptTask(database, request())).toEqual({ outcome: 'record-without-audio' });
    await database.query(
      `update practice_records set record_status = 'analyzed', audio_key = 'x' where practice_record_id = $1`,
      [recordId],
    );
    expect(await acceptTask(database, request())).toEqual({ outcome: 'record-already-reviewed' });
  });

  it('accepts exactly one of many simultaneous requests for a record and names its task to the others', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => acceptTask(database, request())));
    const winners = outcomes.filter((outcome) => outcome.outcome === 'accepted');
    expect(winners).toHaveLength(1);
    const others = outcomes.filter((outcome) => outcome.outcome === 'analysis-running');
    expect(others).toHaveLength(19);
    expect(others.every((outcome) => outcome.taskId === winners[0]?.snapshot.taskId)).toBe(true);
  });

  it('answers simultaneous requests with one idempotency key by one task', async () => {
    const idempotency = { key: randomUUID(), fingerprint: 'same' };
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => acceptTask(database, request({ idempotency }))),
    );
    expect(outcomes.map((outcome) => outcome.outcome).toSorted()).toEqual([
      'accepted',
      ...Array.from({ length: 19 }, () => 'replayed'),
    ]);
    const idOf = (outcome: AcceptOutcome) =>
      'snapshot' in outcome ? outcome.snapshot.taskId : 'taskId' in outcome && outcome.taskId;
    expect(new Set(outcomes.map(idOf)).size).toBe(1);
  });

  it('refuses an idempotency key that belongs to another request', async () => {
    const key = randomUUID();
    await acceptTask(database, request({ idempotency: { key, fingerprint: 'one' } }));
    expect(await acceptTask(database, request({ idempotency: { key, fingerprint: 'two' } }))).toMatchObject({
      outcome: 'idempotency-key-reused',
    });
  });
});

describe('claiming a task', () => {
  it('gives it to the worker under a new attempt, with all that is needed to run it', async () => {
    const claim = await claimTask(database, await accepted(), 'worker@one');
    expect(claim).toMatchObject({
      snapshot: { status: 'PROCESSING', attempt: 1, progress: 10, step: 'initialising', workerName: 'worker@one' },
      audio: { key: 'recordings/x.wav' },
      example: { key: 'samples/zh-example.wav' },
      sentence: { language: 'zh-TW' },
    });
    expect(await recordStatus()).toBe('ai_processing');
  });

  it('takes over from a lost worker, which can then write nothing', async () => {
    const lost = await claimed();
    const next = await claimTask(database, lost.taskId, 'worker@two');
    expect(next?.snapshot.attempt).toBe(2);
    expect(await succeedTask(database, result(lost))).toBeNull();
    expect(await scheduleRetry(database, failed(lost), 1000)).toBeNull();
    expect(await failTask(database, failed(lost))).toBeNull();
    await recordProgress(database, [
      { ...lost, workerName: 'worker@one', mark: { step: 'scoring', progress: 80, at: new Date().toISOString() } },
    ]);
    expect(await findTask(database, lost.taskId)).toMatchObject({ status: 'PROCESSING', attempt: 2, progress: 10 });
    expect(await succeedTask(database, result({ taskId: lost.taskId, attempt: 2 }))).not.toBeNull();
  });

  it('gives nothing for a task that has ended', async () => {
    const owned = await claimed();
    await succeedTask(database, result(owned));
    expect(await claimTask(database, owned.taskId, 'worker@two')).toBeNull();
  });

  it('gives no attempt of a task that has lost its worker too often', async () => {
    const { taskId } = await claimed();
    for (let lost = 0; lost < maxLostAttempts; lost += 1) {
      expect(await claimTask(database, taskId, 'worker@next')).not.toBeNull();
    }
    expect(await claimTask(database, taskId, 'worker@last')).toBeNull();
  });
});

describe('ending an attempt', () => {
  it('stores the result with the success, once', async () => {
    const owned = await claimed();
    expect(await succeedTask(database, result(owned))).toMatchObject({ completedAt: expect.any(String) });
    expect(await findTask(database, owned.taskId)).toMatchObject({ status: 'SUCCESS', progress: 100 });
    expect(await succeedTask(database, result(owned))).toBeNull();
    const stored = await findResult(database, owned.taskId);
    expect(JSON.parse(stored?.analysisResultJson ?? '')).toMatchObject({ overall_score: 85.5 });
    expect(await recordStatus()).toBe('ai_analyzed');
  });

  it('plans a retry by the clock of the database', async () => {
    const owned = await claimed();
    const before = Date.now();
    const retry = await scheduleRetry(database, failed(owned), 60_000);
    expect(retry).toMatchObject({ status: 'RETRY', retryCount: 1, maxRetries: 5, error: { kind: 'network' } });
    expect(Date.parse(retry?.nextRetryAt ?? '') - before).toBeGreaterThanOrEqual(59_000);
    expect(await recordStatus()).toBe('ai_queued');
  });

  it('sets the record back after a failure, so that it can be submitted again', async () => {
    const owned = await claimed();
    expect(await failTask(database, failed(owned))).toMatchObject({ status: 'FAILURE', traceback: fault.traceback });
    expect(await recordStatus()).toBe('recorded');
    expect(await acceptTask(database, request())).toMatchObject({ outcome: 'accepted' });
  });

  it('keeps every step of an attempt in order, also those that came with its ending', async () => {
    const owned = await claimed();
    const mark = (step: 'downloading_audio' | 'scoring', progress: number) => ({
      step,
      progress,
      at: new Date().toISOString(),
    });
    await recordProgress(database, [{ ...owned, workerName: 'worker@one', mark: mark('downloading_audio', 40) }]);
    await succeedTask(database, { ...result(owned), steps: [mark('scoring', 80)] });
    const task = await findTask(database, owned.taskId);
    expect(task?.steps.map((step) => step.step)).toEqual(['initialising', 'downloading_audio', 'scoring', 'completed']);
  });
});

describe('the database itself', () => {
  it.each([
    ['a success without a result', `status = 'SUCCESS', completed_at = now(), progress = 100`],
    ['a running task without a worker', `status = 'PROCESSING', attempt = 1`],
    ['a retry without a time', `status = 'RETRY', attempt = 1`],
    ['a failure without a reason', `status = 'FAILURE', completed_at = now()`],
    ['an end without a time', `status = 'REVOKED'`],
    ['a jump from pending to success', `status = 'SUCCESS', completed_at = now(), progress = 100, result_id = task_id`],
    ['progress beyond 100', `progress = 101`],
    ['an unknown state', `status = 'DONE'`],
  ])('refuses %s', async (_, change) => {
    const taskId = await accepted();
    await expect(
      database.query(`update ai_analysis_tasks set ${change} where task_id = $1`, [taskId]),
    ).rejects.toThrow();
  });

  it('refuses to move an ended task and to lower an attempt', async () => {
    const owned = await claimed();
    await claimTask(database, owned.taskId, 'worker@two');
    await expect(
      database.query('update ai_analysis_tasks set attempt = 1 where task_id = $1', [owned.taskId]),
    ).rejects.toThrow(/attempt_never_falls/);
    await succeedTask(database, result({ ...owned, attempt: 2 }));
    const back = `update ai_analysis_tasks set status = 'PENDING', completed_at = null, result_id = null where task_id = $1`;
    await expect(database.query(back, [owned.taskId])).rejects.toThrow(
      /known_transition: .* from SUCCESS .* to PENDING/,
    );
  });
});
