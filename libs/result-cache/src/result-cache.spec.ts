import { stateRank, taskStates, type TaskSnapshot } from '@vocalborn/task';
import { freshRedisUrl } from '@vocalborn/system-harness';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

  it('shows the attempt and the state of many tasks at once', async () => {
    const [waiting, running, erased, unknown] = [
      snapshot(),
      snapshot({ status: 'PROCESSING', attempt: 2 }),
      snapshot(),
      snapshot(),
    ];
    await Promise.all([waiting, running, erased].map((task) => meta.write(task)));
    await meta.erase([erased.taskId]);
    const others = Array.from({ length: 1_500 }, () => randomUUID());
    const fences = await meta.readFences(
      [waiting, running, erased, unknown].map(({ taskId }) => taskId).concat(others, waiting.taskId),
    );
    expect(fences.slice(0, 4)).toEqual([
      { attempt: 0, status: 'PENDING' },
      { attempt: 2, status: 'PROCESSING' },
      null,
      null,
    ]);
    expect(fences).toHaveLength(1_505);
    expect(fences.at(-1)).toEqual({ attempt: 0, status: 'PENDING' });
    expect(await meta.readFences([])).toEqual([]);
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

describe('a hash of the result cache', () => {
  const hashOf = (taskId: string) => redis.hgetall(resultCacheKey(taskId));

  it('tells a failure with all its fields', async () => {
    const completedAt = '2026-01-01T00:00:05.000Z';
    const error = { kind: 'file', message: 'The recording is damaged. "損壞"' } as const;
    const failed = snapshot({ status: 'FAILURE', completedAt, error, traceback: 'Error: damaged', maxRetries: 0 });
    await meta.write(failed);
    expect(await hashOf(failed.taskId)).toMatchObject({
      ...{ error_message: error.message, error_kind: 'file', retry_count: '0', max_retries: '0' },
      ...{ failed_at: completedAt, date_done: completedAt, traceback: 'Error: damaged', result: 'null' },
    });
  });

  it('shows after any changes what one write of the last snapshot shows', async () => {
    const running = snapshot({ status: 'PROCESSING', attempt: 1, workerName: 'worker@one', step: 'initialising' });
    const at = '2026-01-01T00:00:01.000Z';
    const change: fc.Arbitrary<Partial<TaskSnapshot>> = fc.oneof(
      fc.constant({ step: 'comparing', progress: 70, steps: [{ step: 'comparing', progress: 70, at }] } as const),
      fc.constant({ status: 'SUCCESS', progress: 100, completedAt: at, resultId: randomUUID() } as const),
      fc.constant({ status: 'FAILURE', completedAt: at, error: { kind: 'file', message: 'damaged' } } as const),
      fc.constant({ status: 'RETRY', nextRetryAt: at, error: { kind: 'network', message: 'gone' } } as const),
      fc.constant({ attempt: 2, error: null, steps: [] }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), fc.boolean(), async (changes, isLost) => {
        let task: TaskSnapshot = { ...running, taskId: randomUUID() };
        await meta.write(task);
        if (isLost) await redis.del(resultCacheKey(task.taskId));
        for (const each of changes) {
          const next = { ...task, ...each };
          if (await meta.write(next, task)) task = next;
        }
        const whole = { ...task, taskId: randomUUID() };
        await meta.write(whole);
        const changed = JSON.stringify(await hashOf(task.taskId)).replaceAll(task.taskId, whole.taskId);
        expect(JSON.parse(changed)).toEqual(await hashOf(whole.taskId));
      }),
      { numRuns: 60 },
    );
  });

  it('that lacks a field, as one of an older version does, is no task', async () => {
    const task = snapshot();
    await meta.write(task);
    await redis.hdel(resultCacheKey(task.taskId), 'snapshot');
    expect(await meta.read(task.taskId)).toBeNull();
  });
});
