import { freshRedisUrl } from '@vocalborn/system-harness';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AnalysisQueue } from './analysis-queue.js';

let queue: AnalysisQueue;
let redis: Redis;
beforeAll(async () => {
  const brokerUrl = await freshRedisUrl();
  queue = await AnalysisQueue.connect({ broker: brokerUrl, connectionName: 'spec', role: 'producer' });
  redis = new Redis(brokerUrl);
});
afterAll(async () => {
  redis.disconnect();
  await queue.close();
});
beforeEach(() => redis.flushdb());

const owners = new Map<string, string>();

/** Queues a task of a user. @returns its position */
async function add(userId: string, taskId: string = randomUUID()): Promise<number> {
  owners.set(taskId, userId);
  return queue.enqueueNew({ taskId, practiceRecordId: randomUUID(), userId, params: {} });
}

const addMany = (userId: string, count: number) => Promise.all(Array.from({ length: count }, () => add(userId)));

/** Takes the next job off the queue, as a worker does. @returns its id, or null when none waits */
async function deliver(): Promise<string | null> {
  const id = await redis.rpop('bull:ai_analysis:wait');
  if (id !== null) await redis.del(`bull:ai_analysis:${id}`);
  return id;
}

/** The users whose jobs wait, in the order of delivery. */
async function line(): Promise<string[]> {
  const ids = await redis.lrange('bull:ai_analysis:wait', 0, -1);
  return ids.toReversed().map((id) => owners.get(id) ?? 'nobody');
}

describe('users take turns', () => {
  it('a task of another user waits for one task of a user who queued a thousand', async () => {
    await addMany('a', 1_000);
    for (let delivered = 0; delivered < 300; delivered += 1) await deliver();
    expect(await add('b')).toBe(2);
    expect((await line()).slice(0, 3)).toEqual(['a', 'b', 'a']);
    expect(await redis.llen('bull:ai_analysis:wait')).toBe(701);
  });

  it('two users who queue many share the queue evenly, whoever came first', async () => {
    await addMany('a', 20);
    await addMany('b', 20);
    expect(await line()).toEqual(Array.from({ length: 20 }, () => ['a', 'b']).flat());
  });

  it('the tasks of users who queue one each are delivered in the order in which they came', async () => {
    const users = Array.from({ length: 30 }, (_, number) => `user ${number}`);
    for (const user of users) await add(user);
    expect(await line()).toEqual(users);
  });

  it('a job that an earlier version queued, or that was put back, keeps its place', async () => {
    await addMany('a', 5);
    await redis.rpush('bull:ai_analysis:wait', 'put-back');
    await redis.hset('bull:ai_analysis:put-back', 'data', '{}');
    expect(await add('b')).toBe(3);
    expect((await line()).slice(0, 4)).toEqual(['nobody', 'a', 'b', 'a']);
  });

  it('a job that waits at the end for its retry lets nobody lose a turn', async () => {
    await addMany('a', 400);
    await redis.lpush('bull:ai_analysis:wait', 'retried');
    await redis.hset('bull:ai_analysis:retried', { data: '{}', round: 0 });
    expect(await add('b')).toBe(2);
  });

  it('the place of a job in a long queue is found by reading few rounds', async () => {
    const readRounds = async (): Promise<number> =>
      Number(/cmdstat_hget:calls=(\d+)/.exec(await redis.info('commandstats'))?.[1] ?? 0);
    for (const user of ['a', 'b', 'c', 'd']) await addMany(user, 1_000);
    const before = await readRounds();
    await addMany('e', 40);
    expect((await readRounds()) - before).toBeLessThanOrEqual(40 * 20);
  });

  it('a paused queue has turns too', async () => {
    await redis.set('bull:ai_analysis:meta-paused', '1');
    await addMany('a', 10);
    expect(await add('b')).toBe(2);
  });

  it('users who have had their turns are forgotten', async () => {
    await redis.hset(
      'bull:ai_analysis:rounds',
      Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`user:${n}`, 3])),
    );
    await redis.hset('bull:ai_analysis:rounds', { now: 5, last: 5 });
    await redis.lpush('bull:ai_analysis:wait', 'one');
    await redis.hset('bull:ai_analysis:one', { data: '{}', round: 5 });
    await add('a');
    expect(await redis.hgetall('bull:ai_analysis:rounds')).toMatchObject({ 'user:a': '5', now: '5' });
    expect(await redis.hlen('bull:ai_analysis:rounds')).toBe(4);
  });

  it('keep their order, and a user without a waiting task waits for at most two of each other user', async () => {
    const action = fc.oneof(
      { weight: 3, arbitrary: fc.record({ user: fc.nat(4), count: fc.integer({ min: 1, max: 4 }) }) },
      { weight: 2, arbitrary: fc.constant(null) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 40 }), async (actions) => {
        await redis.flushdb();
        const queued = new Map<number, string[]>();
        for (const each of actions) {
          if (each === null) {
            const id = await deliver();
            if (id !== null) expect(queued.get(Number(owners.get(id)))?.shift()).toBe(id);
            continue;
          }
          const waiting = [...queued.values()].filter((tasks) => tasks.length > 0).length;
          const own = queued.get(each.user) ?? [];
          const ids = Array.from({ length: each.count }, () => randomUUID());
          const [first] = await Promise.all(ids.map((id) => add(String(each.user), id)));
          if (own.length === 0) expect(first).toBeLessThanOrEqual(2 * waiting + 1);
          queued.set(each.user, [...own, ...ids]);
        }
        const rest = [...queued.values()].flat();
        expect(await redis.llen('bull:ai_analysis:wait')).toBe(rest.length);
      }),
      { numRuns: 60 },
    );
  });
});
