import { connectDatabase, migrate, seed, seedIds, type DataSource } from '@vocalborn/database';
import { createLogger } from '@vocalborn/observability';
import { freshDatabase, freshRedisUrl } from '@vocalborn/system-harness';
import { acceptTask, claimTask, failTask, findTask, finishTask, scheduleRetry } from '@vocalborn/task-ledger';
import { connectResultCache, metaKey, TaskMeta, type Redis } from '@vocalborn/task-meta';
import { AnalysisQueue, queueName, queueOptions } from '@vocalborn/task-queue';
import Bull from 'bull';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dropGhosts } from './drop-ghosts.js';
import { beginDueDuties } from './due-duties.js';
import { finishEndings, reviewEndings } from './finish-endings.js';
import { asLeader } from './leader.js';
import type { RecoveryParts } from './parts.js';
import { requeueLost, requeueUnheld } from './requeue-lost.js';
import { retention } from './retention.js';

let parts: RecoveryParts;
let database: DataSource;
let redis: Redis;
let bull: Bull.Queue;

beforeAll(async () => {
  database = await connectDatabase({ url: await freshDatabase(), poolSize: 10, applicationName: 'test' });
  await migrate(database);
  await seed(database);
  redis = await connectResultCache(await freshRedisUrl(), 'test', () => undefined);
  const brokerUrl = await freshRedisUrl();
  bull = new Bull(queueName, queueOptions({ brokerUrl, role: 'producer', connectionName: 'test' }));
  const logger = createLogger({ name: 'test', level: 'fatal' });
  parts = { database, queue: await AnalysisQueue.open(bull), meta: new TaskMeta(redis), logger, retentionDays: 30 };
});
afterAll(async () => {
  await bull.close();
  redis.disconnect();
  await database.destroy();
});
beforeEach(async () => {
  await database.query('delete from ai_analysis_tasks');
  await bull.client.flushdb();
  await redis.flushdb();
});

async function accepted(): Promise<string> {
  const practiceRecordId = randomUUID();
  await database.query(
    `insert into practice_records (practice_record_id, user_id, sentence_id, record_status, audio_key)
     values ($1, $2, $3, 'recorded', 'recordings/x.wav')`,
    [practiceRecordId, seedIds.patient, seedIds.chineseSentence],
  );
  const taskId = randomUUID();
  const caller = { userId: seedIds.patient, role: 'patient' } as const;
  await acceptTask(database, { taskId, caller, practiceRecordId, params: {}, idempotency: null });
  return taskId;
}

/** Makes it look as if nothing had been heard of any task for a minute. */
async function aMinutePasses(): Promise<void> {
  await database.query(`update ai_analysis_tasks set updated_at = updated_at - interval '1 minute',
    created_at = created_at - interval '1 minute'`);
}

const fault = { kind: 'network', message: 'away', traceback: 'Error: away' } as const;
const failed = { fault, retryCount: 1, maxRetries: 5, steps: [] };

describe('queueing lost tasks again', () => {
  it('finds every task that the queue does not know, in the order in which they were accepted', async () => {
    const taskIds: string[] = [];
    for (let count = 0; count < 10; count += 1) {
      taskIds.push(await accepted());
      // The line is formed by milliseconds; on a fast machine two tasks share one.
      await database.query(`update ai_analysis_tasks set created_at = created_at - interval '1 millisecond'`);
    }
    await aMinutePasses();
    expect(await requeueLost(parts)).toBe(10);
    expect(await bull.client.lrange('bull:ai_analysis:wait', 0, -1)).toEqual(taskIds.toReversed());
    expect(await parts.meta.read(taskIds[0]!)).toMatchObject({ status: 'PENDING' });
  });

  it('does nothing for tasks that are queued, that were accepted just now, or that have ended', async () => {
    const queued = await accepted();
    await parts.queue.enqueue({ taskId: queued, practiceRecordId: randomUUID(), params: {} });
    const ended = await accepted();
    const claim = await claimTask(database, ended, 'worker@one');
    await failTask(database, { ...failed, taskId: ended, attempt: claim!.snapshot.attempt });
    await aMinutePasses();
    await accepted();
    expect(await requeueLost(parts)).toBe(0);
  });

  it('keeps the time at which a retry is due', async () => {
    const taskId = await accepted();
    const claim = await claimTask(database, taskId, 'worker@one');
    await scheduleRetry(database, { ...failed, taskId, attempt: claim!.snapshot.attempt }, 600_000);
    await aMinutePasses();
    expect(await requeueLost(parts)).toBe(1);
    const job = await bull.getJob(taskId);
    expect(await job?.getState()).toBe('delayed');
    expect(Number(job?.opts.delay)).toBeGreaterThan(590_000);
  });

  it('delivers a retry that a wrong clock keeps back', async () => {
    const taskId = await accepted();
    const claim = await claimTask(database, taskId, 'worker@one');
    await scheduleRetry(database, { ...failed, taskId, attempt: claim!.snapshot.attempt }, 0);
    const inAnHour = { inMs: 3_600_000, at: Date.now() + 3_600_000 };
    await parts.queue.enqueue({ taskId, practiceRecordId: randomUUID(), params: {} }, inAnHour);
    await aMinutePasses();
    await requeueLost(parts);
    expect(await parts.queue.position(taskId)).toBe(1);
  });

  it('gives a task back whose worker and job are both gone', async () => {
    const taskId = await accepted();
    await claimTask(database, taskId, 'worker@gone');
    await aMinutePasses();
    expect(await requeueLost(parts)).toBe(1);
    expect(await claimTask(database, taskId, 'worker@two')).toMatchObject({ snapshot: { attempt: 2 } });
  });

  it('queues a task again of whose job only a remnant is left', async () => {
    const taskId = await accepted();
    await bull.client.hset(bull.toKey(taskId), { processedOn: 1, failedReason: 'Missing process handler' });
    await aMinutePasses();
    expect(await requeueLost(parts)).toBe(1);
    expect(await parts.queue.position(taskId)).toBe(1);
    expect(await requeueLost(parts)).toBe(0);
  });

  it('finds, more seldom, the tasks whose jobs are in no list, and leaves the others where they are', async () => {
    const taskIds = [await accepted(), await accepted(), await accepted()];
    await aMinutePasses();
    await requeueLost(parts);
    await bull.client.lrem(bull.toKey('wait'), 0, taskIds[0]!);
    expect(await requeueLost(parts)).toBe(0);
    expect(await requeueUnheld(parts)).toBe(1);
    expect(await parts.queue.position(taskIds[0]!)).toBe(3);
    expect(await parts.queue.counts()).toMatchObject({ waiting: 3 });
    expect(await requeueUnheld(parts)).toBe(0);
  });

  it('looks at a waiting task once, and again as soon as Redis may have lost it', async () => {
    const taskId = await accepted();
    await parts.queue.enqueue({ taskId, practiceRecordId: randomUUID(), params: {} });
    await aMinutePasses();
    expect(await requeueLost(parts)).toBe(0);
    await bull.client.del(bull.toKey(taskId));
    expect(await requeueLost(parts)).toBe(0);
    await bull.client.flushdb();
    expect(await requeueLost(parts)).toBe(1);
    expect(await parts.queue.position(taskId)).toBe(1);
  });

  it('finds, more seldom, also a job that somebody deleted', async () => {
    const taskId = await accepted();
    await aMinutePasses();
    await requeueLost(parts);
    await bull.client.del(bull.toKey(taskId));
    expect(await requeueUnheld(parts)).toBe(1);
  });

  it('looks at a retry again when it becomes due', async () => {
    const taskId = await accepted();
    const claim = await claimTask(database, taskId, 'worker@one');
    await scheduleRetry(database, { ...failed, taskId, attempt: claim!.snapshot.attempt }, 600_000);
    await aMinutePasses();
    expect(await requeueLost(parts)).toBe(1);
    await database.query('update ai_analysis_tasks set next_retry_at = now()');
    await requeueLost(parts);
    expect(await parts.queue.position(taskId)).toBe(1);
  });

  it('walks through a backlog of any length', async () => {
    const records = `insert into practice_records (practice_record_id, user_id, sentence_id, record_status, audio_key)
      select gen_random_uuid(), $1, $2, 'recorded', 'bulk' from generate_series(1, 1200)`;
    await database.query(records, [seedIds.patient, seedIds.chineseSentence]);
    await database.query(
      `insert into ai_analysis_tasks (task_id, user_id, requested_by, practice_record_id)
       select gen_random_uuid(), user_id, user_id, practice_record_id from practice_records where audio_key = 'bulk'`,
    );
    await aMinutePasses();
    expect(await requeueLost(parts)).toBe(1_200);
    expect(await parts.queue.counts()).toMatchObject({ waiting: 1_200 });
  });
});

describe('what is left of jobs', () => {
  it('is removed when its task has ended, and so is nothing else', async () => {
    const taskId = await accepted();
    await aMinutePasses();
    await requeueLost(parts);
    await bull.client.hset(bull.toKey(randomUUID()), { processedOn: 1 });
    expect(await dropGhosts(parts)).toBe(1);
    expect(await dropGhosts(parts)).toBe(0);
    expect(await parts.queue.knows([taskId])).toEqual([true]);
  });
});

describe('finishing endings', () => {
  /** A task that ended so many seconds ago, which the cache still shows as running. */
  const endedUnseen = async (secondsAgo: number): Promise<string> => {
    const taskId = await accepted();
    const claim = await claimTask(database, taskId, 'worker@one');
    await parts.meta.write(claim!.snapshot);
    await failTask(database, { ...failed, taskId, attempt: claim!.snapshot.attempt });
    await database.query(
      `update ai_analysis_tasks set completed_at = now() - $2 * interval '1 second' where task_id = $1`,
      [taskId, secondsAgo],
    );
    return taskId;
  };

  it('corrects an entry that still shows an ended task as running', async () => {
    const taskId = await endedUnseen(5);
    expect(await finishEndings(parts)).toBe(1);
    expect(await parts.meta.read(taskId)).toMatchObject({ status: 'FAILURE' });
    expect(await finishEndings(parts)).toBe(0);
    expect(await findTask(database, taskId)).toMatchObject({ status: 'FAILURE' });
  });

  it('leaves the writing to whoever ended the task just now, and entries alone that are gone', async () => {
    const now = await endedUnseen(0);
    await redis.del(metaKey(await endedUnseen(5)));
    expect(await finishEndings(parts)).toBe(0);
    await database.query(`update ai_analysis_tasks set completed_at = completed_at - interval '3 seconds'`);
    await redis.del('vocalborn:endings-checkpoint');
    expect(await finishEndings(parts)).toBe(1);
    expect(await parts.meta.read(now)).toMatchObject({ status: 'FAILURE' });
  });

  it('goes on where it ended last, however many tasks ended since', async () => {
    await endedUnseen(600);
    expect(await finishEndings(parts)).toBe(1);
    await endedUnseen(600);
    const tasks = await Promise.all(Array.from({ length: 1_100 }, () => accepted()));
    await database.query(
      `update ai_analysis_tasks set status = 'REVOKED', completed_at = now() - interval '2001 ms' where status = 'PENDING'`,
    );
    await Promise.all(
      tasks.map(async (taskId) => parts.meta.write({ ...(await findTask(database, taskId))!, status: 'PENDING' })),
    );
    expect(await finishEndings(parts)).toBe(1_100);
  });

  it('looks at all endings again, of which there can be an entry, when Redis may have lost something', async () => {
    expect(await finishEndings(parts)).toBe(0);
    await Promise.all([endedUnseen(600), endedUnseen(3_500), endedUnseen(3_700)]);
    expect(await finishEndings(parts)).toBe(0);
    await redis.del('vocalborn:endings-checkpoint');
    expect(await finishEndings(parts)).toBe(2);
  });

  it('looks at each ending once more, a minute later', async () => {
    expect(await finishEndings(parts)).toBe(0);
    const taskId = await endedUnseen(100);
    expect(await reviewEndings(parts)).toBe(1);
    expect(await parts.meta.read(taskId)).toMatchObject({ status: 'FAILURE' });
  });
});

describe('the rounds of recovery', () => {
  const often = { requeueLost: 1_000, retention: 60_000 };
  const timePasses = (milliseconds: number) =>
    database.query(`update recovery_rounds set begun_at = begun_at - $1 * interval '1 millisecond'`, [milliseconds]);

  it('are due when the interval of a duty is over, whoever did it last', async () => {
    await database.query('delete from recovery_rounds');
    expect(await beginDueDuties(database, often)).toEqual(['requeueLost', 'retention']);
    expect(await beginDueDuties(database, often)).toEqual([]);
    await timePasses(1_000);
    expect(await beginDueDuties(database, often)).toEqual(['requeueLost']);
    await timePasses(60_000);
    expect(await beginDueDuties(database, often)).toEqual(['requeueLost', 'retention']);
  });

  it('are due at once when the clock was set back', async () => {
    await timePasses(-3_600_000);
    expect(await beginDueDuties(database, often)).toEqual(['requeueLost', 'retention']);
    expect(await beginDueDuties(database, often)).toEqual([]);
  });
});

describe('retention', () => {
  const ended = async (daysAgo: number, end: 'fail' | 'succeed') => {
    const taskId = await accepted();
    const claim = await claimTask(database, taskId, 'worker@one');
    const attempt = claim!.snapshot.attempt;
    if (end === 'fail') await failTask(database, { ...failed, taskId, attempt });
    else {
      const analysis = { analysisResult: {}, analysisModelVersion: '1', audioDurationSeconds: 1, steps: [] };
      await finishTask(database, { taskId, attempt, resultId: randomUUID(), ...analysis });
      await database.query('update practice_records set ai_task_id = $1 where ai_task_id = $1', [taskId]);
    }
    await database.query(
      `update ai_analysis_tasks set completed_at = now() - $2 * interval '1 day' where task_id = $1`,
      [taskId, daysAgo],
    );
    return taskId;
  };

  it('drops what ended long ago, but never a running task nor the analysis that a record shows', async () => {
    const [oldFailure, newFailure] = [await ended(31, 'fail'), await ended(29, 'fail')];
    const [shown, running] = [await ended(400, 'succeed'), await accepted()];
    expect(await retention(parts)).toBe(1);
    expect(await findTask(database, oldFailure)).toBeNull();
    for (const kept of [newFailure, shown, running]) expect(await findTask(database, kept)).not.toBeNull();
    expect(await retention({ ...parts, retentionDays: null })).toBe(0);
  });
});

describe('leadership', () => {
  it('is held by one at a time and is free again afterwards', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let began = (): void => undefined;
    const leading = new Promise<void>((resolve) => (began = resolve));
    const first = asLeader(database, 'recovery', async () => {
      began();
      await held;
      return 'first';
    });
    await leading;
    expect(await asLeader(database, 'recovery', () => Promise.resolve('second'))).toBeNull();
    release();
    expect(await first).toBe('first');
    expect(await asLeader(database, 'recovery', () => Promise.resolve('third'))).toBe('third');
  });
});
