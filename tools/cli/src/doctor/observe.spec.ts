import { connectDatabase, migrate, seed, seedIds, type Database } from '@vocalborn/database';
import { freshDatabase, freshRedisUrl } from '@vocalborn/system-harness';
import { acceptTask } from '@vocalborn/task-ledger';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTarget } from '../target.js';
import { findCauses } from './find-causes.js';
import { observe } from './observe.js';

const nowhere = 'http://127.0.0.1:1';
const env: Record<string, string> = { AI_SERVICE_URL: nowhere, VOCALBORN_MONITOR_URL: nowhere };
let database: Database;
let queue: AnalysisQueue;
let redis: Redis;

beforeAll(async () => {
  const brokerUrl = await freshRedisUrl();
  const databaseUrl = await freshDatabase();
  Object.assign(env, { DATABASE_URL: databaseUrl, CELERY_BROKER_URL: brokerUrl, CELERY_RESULT_BACKEND: brokerUrl });
  database = await connectDatabase({ url: databaseUrl, poolSize: 2, applicationName: 'test' });
  await migrate(database);
  await seed(database);
  queue = await AnalysisQueue.connect({ broker: brokerUrl, connectionName: 'test', role: 'producer' });
  redis = new Redis(brokerUrl);
});
afterAll(async () => {
  redis.disconnect();
  await queue.close();
  await database.close();
});

/** A task that has waited for a minute and is in the queue. */
async function waiting(): Promise<string> {
  const [taskId, practiceRecordId] = [randomUUID(), randomUUID()];
  await database.query(
    `insert into practice_records (practice_record_id, user_id, sentence_id, record_status, audio_key)
     values ($1, $2, $3, 'recorded', 'recordings/x.wav')`,
    [practiceRecordId, seedIds.patient, seedIds.chineseSentence],
  );
  const caller = { userId: seedIds.patient, role: 'patient' } as const;
  await acceptTask(database, { taskId, caller, practiceRecordId, params: {}, idempotency: null });
  await database.query(`update ai_analysis_tasks set updated_at = now() - interval '1 minute' where task_id = $1`, [
    taskId,
  ]);
  await queue.enqueue({ taskId, practiceRecordId, userId: caller.userId, params: {} });
  return taskId;
}

describe('what the doctor sees of tasks that wait', () => {
  it('is that the queue does not hold one, whatever it has of it', async () => {
    const [orphaned, unlisted] = [await waiting(), await waiting(), await waiting()];
    expect((await observe(readTarget(undefined, env))).unqueued).toEqual([]);
    await redis.del(`bull:ai_analysis:${orphaned}`);
    await redis.hset(`bull:ai_analysis:${orphaned}`, { processedOn: 1, failedReason: 'Missing process handler' });
    await redis.lrem('bull:ai_analysis:wait', 0, unlisted);
    const seen = await observe(readTarget(undefined, env));
    expect(seen.unqueued?.toSorted()).toEqual([orphaned, unlisted].toSorted());
    const { causes } = findCauses(seen);
    expect(causes.find(({ cause }) => cause === 'not-queued')?.evidence[0]).toMatch(/^2 tasks have waited .*-.*-/);
  });
});
