import { freshRedisUrl, RedisServer, temporaryFolder, waitFor } from '@vocalborn/system-harness';
import { jobPayload, taskName } from '@vocalborn/task';
import Bull, { type Job, type Queue } from 'bull';
import { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { AnalysisQueue, QueueUnavailableError } from './analysis-queue.js';
import { jobOptions } from './job-options.js';
import { queueName, queueOptions } from './queue-options.js';
import { warnOfEviction } from './eviction.js';
import { delayOf, HandedBack, RetryLater } from './retry-later.js';

const open: Queue[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((queue) => queue.close()));
});

function connect(brokerUrl: string, role: 'producer' | 'consumer'): Queue {
  const queue = new Bull(queueName, queueOptions({ broker: brokerUrl, role, connectionName: 'test' }));
  queue.on('error', () => undefined);
  open.push(queue);
  return queue;
}

const userId = randomUUID();
const task = () => ({ taskId: randomUUID(), practiceRecordId: randomUUID(), userId, params: {} });

describe('the analysis queue', () => {
  it('tells the place in line and can be read with redis-cli', async () => {
    const url = await freshRedisUrl();
    const queue = await AnalysisQueue.open(connect(url, 'producer'));
    const tasks = [task(), task(), task()];
    const places = [];
    for (const each of tasks) places.push(await queue.enqueue(each));
    expect(places).toEqual([1, 2, 3]);
    expect(await Promise.all(tasks.map(({ taskId }) => queue.position(taskId)))).toEqual([1, 2, 3]);
    expect(await queue.position(randomUUID())).toBeNull();
    const redis = new Redis(url);
    expect(await redis.llen('bull:ai_analysis:wait')).toBe(3);
    const ids = tasks.map(({ taskId }) => taskId);
    expect(await redis.lrange('bull:ai_analysis:wait', 0, -1)).toEqual(ids.toReversed());
    redis.disconnect();
  });

  it('runs tasks in the order in which they were queued', async () => {
    const url = await freshRedisUrl();
    const queue = await AnalysisQueue.open(connect(url, 'producer'));
    const tasks = Array.from({ length: 20 }, task);
    for (const each of tasks) await queue.enqueue(each);
    const seen: string[] = [];
    void connect(url, 'consumer').process(taskName, 1, (job: Job) => {
      seen.push(String(job.id));
      return Promise.resolve();
    });
    await waitFor(() => seen.length === tasks.length, { what: 'all tasks' });
    expect(seen).toEqual(tasks.map(({ taskId }) => taskId));
  });

  it('queues new tasks in one command, with jobs like those that Bull itself adds', async () => {
    const url = await freshRedisUrl();
    const queue = await AnalysisQueue.open(connect(url, 'producer'));
    const redis = new Redis(url);
    const [first, twin, ...others] = [task(), task(), task(), task(), task()];
    const bare = connect(url, 'consumer');
    await bare.add(taskName, jobPayload(first.taskId, first.practiceRecordId, {}), jobOptions(first.taskId, undefined));
    await queue.enqueueNew(task());
    const calls = async () => Number(/cmdstat_evalsha:calls=(\d+)/.exec(await redis.info('commandstats'))?.[1]);
    const before = await calls();
    expect(await Promise.all([twin, first, ...others].map((each) => queue.enqueueNew(each)))).toEqual([3, 4, 4, 5, 6]);
    expect((await calls()) - before).toBe(1);
    expect(await queue.counts()).toMatchObject({ waiting: 6 });
    const job = async ({ taskId, practiceRecordId }: ReturnType<typeof task>) =>
      JSON.stringify(await redis.hgetall(`bull:ai_analysis:${taskId}`))
        .replaceAll(taskId, 'task')
        .replaceAll(practiceRecordId, 'record')
        .replaceAll(/\d{13}/g, 'now');
    expect(JSON.parse(await job(twin))).toEqual({ ...JSON.parse(await job(first)), round: '1' });
    redis.disconnect();
    const seen: string[] = [];
    void connect(url, 'consumer').process(taskName, 1, (delivered: Job) => {
      seen.push(String(delivered.id));
      return Promise.resolve();
    });
    await waitFor(() => seen.length === 6, { what: 'all tasks' });
    expect(seen.slice(2)).toEqual([twin, ...others].map(({ taskId }) => taskId));
  });

  it('does not queue a task twice', async () => {
    const queue = await AnalysisQueue.open(connect(await freshRedisUrl(), 'producer'));
    const one = task();
    await queue.enqueue(one);
    await queue.enqueue(one);
    expect(await queue.counts()).toMatchObject({ waiting: 1 });
  });

  it('delivers again after the delay that the retry asks for, and leaves nothing behind at the end', async () => {
    const url = await freshRedisUrl();
    const queue = await AnalysisQueue.open(connect(url, 'producer'));
    const times: number[] = [];
    void connect(url, 'consumer').process(taskName, 1, () => {
      times.push(Date.now());
      return times.length < 3 ? Promise.reject(new RetryLater(Date.now() + 100)) : Promise.resolve();
    });
    const one = task();
    await queue.enqueue(one);
    await waitFor(() => times.length === 3, { what: 'three deliveries' });
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(95);
    const redis = new Redis(url);
    await waitFor(async () => (await redis.exists(`bull:ai_analysis:${one.taskId}`)) === 0, { what: 'the job to go' });
    redis.disconnect();
  });

  it('takes a waiting and a delayed task off, and leaves a running one to its worker', async () => {
    const url = await freshRedisUrl();
    const queue = await AnalysisQueue.open(connect(url, 'producer'));
    const [running, waiting, delayed] = [task(), task(), task()];
    let finish = (): void => undefined;
    await queue.enqueue(running);
    void connect(url, 'consumer').process(taskName, 1, () => new Promise<void>((resolve) => (finish = resolve)));
    await waitFor(async () => (await queue.counts()).active === 1, { what: 'the task to run' });
    await queue.enqueue(waiting);
    await queue.enqueue(delayed, { inMs: 60_000, at: Date.now() + 60_000 });
    for (const { taskId } of [running, waiting, delayed]) await queue.remove(taskId);
    expect(await queue.counts()).toMatchObject({ waiting: 0, delayed: 0, active: 1 });
    finish();
  });

  it('delivers a job again at once, before all others, when its dead consumer is known, and only then', async () => {
    const url = await freshRedisUrl();
    const queue = await AnalysisQueue.open(connect(url, 'producer'));
    const [taken, next] = [task(), task()];
    await queue.enqueue(taken);
    const dead = connect(url, 'consumer');
    void dead.process(taskName, 1, () => new Promise(() => undefined));
    await waitFor(async () => (await queue.counts()).active === 1, { what: 'the task to run' });
    await queue.enqueue(next);
    expect(await queue.reclaim('somebody else', [taken.taskId])).toBe(0);
    expect(await queue.reclaim((dead as Queue & { token: string }).token, [taken.taskId])).toBe(1);
    expect(await queue.position(taken.taskId)).toBe(1);
    expect(await queue.position(next.taskId)).toBe(2);
    await dead.close(true);
  });

  it('finds the jobs of a dead consumer by their locks, and of known ones also those without a lock', async () => {
    const url = await freshRedisUrl();
    const queue = await AnalysisQueue.open(connect(url, 'producer'));
    const tasks = [task(), task(), task()];
    for (const each of tasks) await queue.enqueue(each);
    const dead = connect(url, 'consumer');
    void dead.process(taskName, 3, () => new Promise(() => undefined));
    await waitFor(async () => (await queue.counts()).active === 3, { what: 'the tasks to run' });
    const redis = new Redis(url);
    await redis.del(...tasks.slice(1).map(({ taskId }) => `bull:ai_analysis:${taskId}:lock`));
    expect(await queue.reclaim((dead as Queue & { token: string }).token, [tasks[1]!.taskId])).toBe(2);
    expect(await redis.lrange('bull:ai_analysis:active', 0, -1)).toEqual([tasks[2]!.taskId]);
    expect(await redis.lrange('bull:ai_analysis:wait', 0, -1)).toEqual([tasks[1]!.taskId, tasks[0]!.taskId]);
    redis.disconnect();
    await dead.close(true);
  });

  it('delivers a delayed task at the moment that the database names, whatever the clock of this machine', () => {
    const [now, dueAt] = [1_000_000_000, 1_000_030_000];
    expect(delayOf(new RetryLater(dueAt), now)).toBe(30_000);
    const fast = now + 3_600_000;
    expect(fast + delayOf(new RetryLater(dueAt), fast)).toBe(dueAt);
    expect(delayOf(new HandedBack())).toBe(0);
    expect(delayOf(new Error('anything else'))).toBe(-1);
  });

  it('warns when Redis would throw queued tasks away to make room', async () => {
    const folder = temporaryFolder('vocalborn-eviction');
    const server = await RedisServer.start({
      dataDir: folder.path,
      extraArgs: ['--maxmemory-policy', 'allkeys-lru'],
    });
    const warnings: string[] = [];
    const logger = { error: (_: object, text: string) => void warnings.push(text) };
    const queue = await AnalysisQueue.open(connect(server.url(), 'producer'));
    expect(await warnOfEviction(queue, logger)).toBe('allkeys-lru');
    expect(warnings.join()).toContain('allkeys-lru');
    const safe = await AnalysisQueue.open(connect(await freshRedisUrl(), 'producer'));
    expect(await warnOfEviction(safe, logger)).toBeNull();
    expect(warnings).toHaveLength(1);
    await Promise.all(open.splice(0).map((each) => each.close()));
    await server.stop();
    folder.remove();
  });

  it('rejects while Redis is away instead of waiting for it, and works again when it is back', async () => {
    const folder = temporaryFolder('vocalborn-queue');
    const server = await RedisServer.start({ dataDir: folder.path });
    const queue = await AnalysisQueue.open(connect(server.url(), 'producer'));
    await queue.enqueue(task());
    await server.kill();
    await expect(queue.enqueue(task())).rejects.toThrow(QueueUnavailableError);
    await server.restart();
    await waitFor(() => queue.enqueue(task()), { what: 'the queue to work again' });
    await Promise.all(open.splice(0).map((each) => each.close()));
    await server.stop();
    folder.remove();
  });
});
