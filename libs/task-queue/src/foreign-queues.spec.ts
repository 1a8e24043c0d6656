import { freshRedisUrl, waitFor } from '@vocalborn/system-harness';
import Bull from 'bull';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { AnalysisQueue } from './analysis-queue.js';
import { queueName, queueOptions } from './queue-options.js';

describe('beside the queue', () => {
  it('there are consumers, each with the database that it listens to', async () => {
    const [ours, theirs] = [await freshRedisUrl(), await freshRedisUrl()];
    const queue = await AnalysisQueue.connect({ broker: ours, connectionName: 'test', role: 'producer' });
    const connectionName = 'neighbours-spec';
    const consumer = new Bull(queueName, queueOptions({ broker: theirs, connectionName, role: 'consumer' }));
    void consumer.process(() => undefined);
    const found = await waitFor(
      async () => (await queue.server.consumers())?.find(({ name }) => name === connectionName),
      {
        what: 'the consumer to listen',
      },
    );
    expect(found.database).toBe(Number(new URL(theirs).pathname.slice(1)));
    expect(queue.server.databaseNumber).toBe(Number(new URL(ours).pathname.slice(1)));
    await consumer.close();
    await queue.close();
  });

  it('there may be lists of jobs that no worker reads', async () => {
    const url = await freshRedisUrl();
    const queue = await AnalysisQueue.connect({ broker: url, connectionName: 'test', role: 'producer' });
    await queue.enqueue({ taskId: 'a', practiceRecordId: 'b', userId: 'c', params: {} });
    expect(await queue.server.otherQueues()).toEqual([]);
    const redis = new Redis(url);
    await redis.lpush('celery', 'x', 'y');
    await redis.lpush('bull:ai_analysys:wait', 'x');
    await redis.set('door:wait', 'no list');
    const others = await queue.server.otherQueues();
    expect(others.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: 'bull:ai_analysys:wait', waiting: 1 },
      { name: 'celery', waiting: 2 },
    ]);
    redis.disconnect();
    await queue.close();
  });

  it('a queue that cannot be reached is said to be away at once', async () => {
    const queue = await AnalysisQueue.connect({
      ...{ broker: 'redis://127.0.0.1:1/0', connectionName: 'test', role: 'producer' as const },
    });
    await expect(queue.counts()).rejects.toThrow('the queue cannot be reached');
    await queue.close();
  });
});
