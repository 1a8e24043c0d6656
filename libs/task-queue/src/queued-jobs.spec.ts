import { freshRedisUrl, waitFor } from '@vocalborn/system-harness';
import Bull, { type Job, type Queue, type QueueOptions } from 'bull';
import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AnalysisQueue } from './analysis-queue.js';
import { consume } from './consume.js';
import { queueName, queueOptions } from './queue-options.js';
import type { QueueRedis } from './lua/queue-scripts.js';

interface Consumer {
  readonly queue: Queue;
  readonly seen: string[];
  /** Lets the jobs be locked that it has taken; until then it holds them as a frozen process does. */
  readonly thaw: () => void;
  finish: () => void;
}

let url: string;
let queue: AnalysisQueue;
let redis: Redis;
let open: Queue[];

beforeEach(async () => {
  url = await freshRedisUrl();
  open = [];
  const producer = connect('producer');
  queue = await AnalysisQueue.open(producer);
  redis = producer.client;
});
afterEach(() => Promise.all(open.map((each) => each.close(true))));

function connect(role: 'producer' | 'consumer', settings: QueueOptions['settings'] = {}): Queue {
  const options = queueOptions({ broker: url, role, connectionName: 'test' });
  const bull = new Bull(queueName, { ...options, settings: { ...options.settings, ...settings } });
  bull.on('error', () => undefined);
  open.push(bull);
  return bull;
}

/** Frozen means: in the moment between taking a job and locking it. */
function consumer({ frozen = false, runs = false, stalledInterval = 5_000 } = {}): Consumer {
  const bull = connect('consumer', { stalledInterval }) as Queue & { moveToActive(id: string): Promise<Job | null> };
  const moveToActive = bull.moveToActive.bind(bull);
  let thaw = (): void => undefined;
  const thawed = new Promise<void>((resolve) => (thaw = resolve));
  bull.moveToActive = async (id) => {
    if (frozen) await thawed;
    return moveToActive(id);
  };
  const made: Consumer = { queue: bull, seen: [], thaw, finish: () => undefined };
  const deliver = async (job: Job): Promise<void> => {
    made.seen.push(String(job.id));
    if (runs) await new Promise<void>((resolve) => (made.finish = resolve));
  };
  consume(bull, { atOnce: 1, permit: () => Promise.resolve(() => undefined), deliver });
  return made;
}

const userId = randomUUID();
const task = () => ({ taskId: randomUUID(), practiceRecordId: randomUUID(), userId, params: {} });
const keyOf = ({ taskId }: { readonly taskId: string }): string => `bull:ai_analysis:${taskId}`;
const active = async (): Promise<boolean> => (await queue.counts()).active === 1;
const gone = async (one: { readonly taskId: string }): Promise<boolean> => (await redis.exists(keyOf(one))) === 0;
const isHeld = async ({ taskId }: { readonly taskId: string }): Promise<boolean> =>
  (await queue.areQueued([taskId]))[0]!;

/** What Bull writes into the hash of a job that is no longer there. */
const leaveOrphanedJob = (one: { readonly taskId: string }): Promise<number> =>
  redis.hset(keyOf(one), { processedOn: Date.now(), failedReason: 'Missing process handler', attemptsMade: 1 });

describe('a job that is taken off just after a worker took it', () => {
  it('is delivered all the same, and leaves nothing behind', async () => {
    const one = task();
    const { seen, thaw } = consumer({ frozen: true });
    await queue.enqueue(one);
    await waitFor(active, { what: 'the job to be taken' });
    await queue.remove(one.taskId);
    thaw();
    await waitFor(() => seen.length === 1, { what: 'the delivery' });
    await waitFor(() => gone(one), { what: 'the job to go' });
    expect(await queue.counts()).toMatchObject({ waiting: 0, active: 0 });
  });

  it('runs when it is queued again before that', async () => {
    const one = task();
    const { seen, thaw } = consumer({ frozen: true });
    await queue.enqueue(one);
    await waitFor(active, { what: 'the job to be taken' });
    await queue.remove(one.taskId);
    await queue.enqueue(one);
    thaw();
    await waitFor(() => gone(one), { what: 'the job to end' });
    expect(seen).toEqual([one.taskId]);
  });

  it('is thrown away unseen if it is removed from there after all, and the next one of its task runs', async () => {
    const [one, other] = [task(), task()];
    const { seen, thaw } = consumer({ frozen: true });
    await queue.enqueue(one);
    await waitFor(active, { what: 'the job to be taken' });
    await redis.multi().lrem('bull:ai_analysis:active', 0, one.taskId).del(keyOf(one)).exec();
    thaw();
    await queue.enqueue(other);
    await waitFor(() => seen.includes(other.taskId), { what: 'the next job' });
    expect(await redis.keys(`${keyOf(one)}*`)).toEqual([]);
    await queue.enqueue(one);
    await waitFor(() => seen.includes(one.taskId), { what: 'the new job' });
  });
});

describe('what is left of a job', () => {
  it('is no job: it is neither known nor held, and gives way to a new one', async () => {
    const one = task();
    await leaveOrphanedJob(one);
    expect(await queue.hasJobs([one.taskId])).toEqual([false]);
    expect(await isHeld(one)).toBe(false);
    await queue.enqueue(one);
    expect(await queue.position(one.taskId)).toBe(1);
    expect(await redis.hget(keyOf(one), 'failedReason')).toBeNull();
    expect(await isHeld(one)).toBe(true);
  });

  it('is thrown away by the worker that it is delivered to, as when Redis dropped a job that was running', async () => {
    const [lost, next] = [task(), task()];
    await redis.lpush('bull:ai_analysis:active', lost.taskId);
    const { seen } = consumer({ stalledInterval: 100 });
    await queue.enqueue(next);
    await waitFor(async () => !(await active()), { what: 'Bull to deliver it again' });
    await waitFor(() => gone(lost), { what: 'the rest to go' });
    await waitFor(() => seen.length === 1, { what: 'the next job' });
    expect(seen).toEqual([next.taskId]);
    expect(await redis.zcard('bull:ai_analysis:failed')).toBe(0);
  });

  it('gives way while its worker is about to throw it away, who then leaves the new job alone', async () => {
    const one = task();
    const { seen, thaw, queue: bull } = consumer({ frozen: true });
    const client = bull.client as QueueRedis & { removeOrphanedJob: QueueRedis['removeOrphanedJob'] };
    const removeOrphanedJob = client.removeOrphanedJob.bind(client);
    client.removeOrphanedJob = async (...orphaned) => {
      await queue.enqueue(one);
      return removeOrphanedJob(...orphaned);
    };
    await queue.enqueue(one);
    await waitFor(active, { what: 'the job to be taken' });
    await redis.multi().lrem('bull:ai_analysis:active', 0, one.taskId).del(keyOf(one)).exec();
    thaw();
    await waitFor(() => seen.length === 1, { what: 'the new job' });
    await waitFor(() => gone(one), { what: 'the job to end' });
    expect(seen).toEqual([one.taskId]);
  });

  it('is swept away where nobody meets it, and nothing else is', async () => {
    const [left, waiting, running] = [task(), task(), task()];
    const { seen, finish } = consumer({ runs: true });
    await queue.enqueue(running);
    await waitFor(() => seen.length === 1, { what: 'the job to run' });
    await queue.enqueue(waiting);
    await leaveOrphanedJob(left);
    await redis.hset('bull:ai_analysis:meta', 'paused', 0);
    expect(await queue.removeOrphanedJobs()).toBe(1);
    expect(await gone(left)).toBe(true);
    expect(await queue.hasJobs([waiting.taskId, running.taskId])).toEqual([true, true]);
    expect(await redis.exists('bull:ai_analysis:meta')).toBe(1);
    finish();
  });
});

describe('a whole job that is in no list', () => {
  it('is not held, though it is known, and gives way to a new one', async () => {
    const one = task();
    await queue.enqueue(one);
    await redis.del('bull:ai_analysis:wait');
    expect(await queue.hasJobs([one.taskId])).toEqual([true]);
    expect(await isHeld(one)).toBe(false);
    await queue.enqueue(one);
    expect(await queue.position(one.taskId)).toBe(1);
  });
});

describe('a live job', () => {
  it('is held and is not queued again, wherever it is', async () => {
    const [running, waiting, delayed, inHand] = [task(), task(), task(), task()];
    const worker = consumer({ runs: true });
    await queue.enqueue(running);
    await waitFor(() => worker.seen.length === 1, { what: 'the job to run' });
    await queue.enqueue(inHand);
    await redis.rpoplpush('bull:ai_analysis:wait', 'bull:ai_analysis:active');
    await queue.enqueue(waiting);
    await queue.enqueue(delayed, { inMs: 60_000, at: Date.now() + 60_000 });
    const tasks = [running, waiting, delayed, inHand];
    const before = await queue.counts();
    expect(before).toEqual({ waiting: 1, active: 2, delayed: 1, paused: 0 });
    for (const each of tasks) await queue.enqueue(each);
    expect(await queue.counts()).toEqual(before);
    expect(await queue.areQueued(tasks.map(({ taskId }) => taskId))).toEqual([true, true, true, true]);
    // What was read of the lists may be old by now.
    expect(await queue.areQueued([waiting.taskId, inHand.taskId], new Set())).toEqual([true, true]);
    worker.finish();
  });

  it('starts once the queue that was paused is resumed, and a running one goes on meanwhile', async () => {
    const [running, held] = [task(), task()];
    const worker = consumer({ runs: true });
    await queue.enqueue(running);
    await waitFor(() => worker.seen.includes(running.taskId), { what: 'the first job' });
    await queue.setPaused(true);
    await queue.enqueue(held);
    worker.finish();
    await waitFor(() => gone(running), { what: 'the end of the running job' });
    expect([await queue.isPaused(), worker.seen, await queue.counts()]).toEqual([
      true,
      [running.taskId],
      { waiting: 0, active: 0, delayed: 0, paused: 1 },
    ]);
    await queue.setPaused(false);
    await waitFor(() => worker.seen.includes(held.taskId), { what: 'the job that was held back' });
    expect(await queue.isPaused()).toBe(false);
    worker.finish();
  });

  it('is held while the queue is paused', async () => {
    const one = task();
    await open[0]!.pause();
    await queue.enqueue(one);
    expect(await isHeld(one)).toBe(true);
    await queue.remove(one.taskId);
    expect(await gone(one)).toBe(true);
    expect(await queue.counts()).toMatchObject({ paused: 0 });
  });
});
