import { stateRank, taskStates, type TaskSnapshot } from '@vocalborn/task';
import { freshRedisUrl } from '@vocalborn/system-harness';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeSnapshot, encodeSnapshot } from './codec.js';
import { connectResultCache } from './result-cache.js';
import { resultCacheKey } from './codec.js';
import { ResultCache } from './result-cache.js';
import type { Redis } from 'ioredis';

let redis: Redis;
let meta: ResultCache;

beforeAll(async () => {
  redis = await connectResultCache(await freshRedisUrl(), 'test', () => undefined);
  meta = new ResultCache(redis);
});
afterAll(() => redis.disconnect());

const snapshot = (changes: Partial<TaskSnapshot> = {}): TaskSnapshot => ({
  taskId: randomUUID(),
  userId: randomUUID(),
  practiceRecordId: randomUUID(),
  status: 'PENDING',
  attempt: 0,
  progress: 0,
  step: 'queued',
  steps: [{ step: 'queued', progress: 0, at: '2026-01-01T00:00:00.000Z' }],
  workerName: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  startedAt: null,
  completedAt: null,
  retryCount: 0,
  maxRetries: null,
  nextRetryAt: null,
  error: null,
  traceback: null,
  resultId: null,
  ...changes,
});

describe('the result cache', () => {
  it('gives back what was written', async () => {
    const task = snapshot({
      status: 'RETRY',
      attempt: 2,
      error: { kind: 'network', message: 'unreachable' },
      traceback: 'Error',
      retryCount: 1,
      maxRetries: 5,
      nextRetryAt: '2026-01-01T00:01:00.000Z',
    });
    await meta.write(task);
    expect(await meta.read(task.taskId)).toEqual(task);
  });

  it('has every field at all times, null being the word null, and lives for an hour', async () => {
    const task = snapshot();
    await meta.write(task);
    const hash = await redis.hgetall(resultCacheKey(task.taskId));
    expect(hash).toMatchObject({
      status: 'PENDING',
      result: 'null',
      traceback: 'null',
      children: '[]',
      date_done: 'null',
      task_id: task.taskId,
      progress: '0',
      current_step: '等待處理',
      worker_name: 'null',
      started_at: 'null',
    });
    const ttl = await redis.ttl(resultCacheKey(task.taskId));
    expect(ttl).toBeGreaterThan(3590);
    expect(ttl).toBeLessThanOrEqual(3600);
  });

  it('knows nothing of a task that was never written', async () => {
    expect(await meta.read(randomUUID())).toBeNull();
  });

  it('comes back whole after its entry was dropped in mid-run', async () => {
    const task = snapshot({ status: 'PROCESSING', attempt: 1, progress: 40, workerName: 'worker@one' });
    await meta.write(task);
    await redis.flushdb();
    await meta.write({ ...task, progress: 60 });
    expect(await meta.read(task.taskId)).toEqual({ ...task, progress: 60 });
  });

  it('costs one command per write and one per read', async () => {
    const calls = async (): Promise<number> =>
      Number(/cmdstat_(?:evalsha):calls=(\d+)/.exec(await redis.info('commandstats'))?.[1] ?? 0);
    const task = snapshot();
    await meta.write(task);
    const before = await calls();
    await meta.write(task);
    expect((await calls()) - before).toBe(1);
  });

  it('never goes back, in whatever order the writes of all attempts arrive', async () => {
    const write = fc.record({
      status: fc.constantFrom(...taskStates),
      attempt: fc.nat(3),
      progress: fc.constantFrom(0, 10, 40, 90, 100),
    });
    const order = (task: { attempt: number; status: TaskSnapshot['status']; progress: number }): number =>
      task.attempt * 10_000 + stateRank[task.status] * 1_000 + task.progress;
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 12 }), async (writes) => {
        const taskId = randomUUID();
        let newest = -1;
        for (const change of writes) {
          const written = await meta.write(snapshot({ taskId, ...change }));
          expect(written).toBe(order(change) >= newest);
          newest = Math.max(newest, order(change));
          const held = await meta.read(taskId);
          expect(held && order(held)).toBe(newest);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('the codec', () => {
  it('reads a hash that was not written by it as nothing', () => {
    expect(decodeSnapshot({})).toBeNull();
    expect(decodeSnapshot({ status: 'SUCCESS', result: 'null' })).toBeNull();
  });

  it('tells a failure with all its fields', () => {
    const hash = encodeSnapshot(
      snapshot({
        status: 'FAILURE',
        completedAt: '2026-01-01T00:00:05.000Z',
        error: { kind: 'file', message: 'The recording is damaged.' },
        traceback: 'Error: damaged',
        maxRetries: 0,
      }),
    );
    expect(hash).toMatchObject({
      error_message: 'The recording is damaged.',
      error_kind: 'file',
      retry_count: '0',
      max_retries: '0',
      failed_at: '2026-01-01T00:00:05.000Z',
      date_done: '2026-01-01T00:00:05.000Z',
      traceback: 'Error: damaged',
    });
  });
});
