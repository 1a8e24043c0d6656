import type { Redis } from 'ioredis';

/** A process that waits for jobs: the name of its connection and the number of the Redis database it listens to. */
export interface QueueConsumer {
  readonly name: string;
  readonly database: number;
}

/** A list of jobs that no analysis worker reads. */
export interface OtherQueue {
  readonly name: string;
  readonly waiting: number;
}

/** Bull's suffix for the connection on which a consumer waits for jobs. */
const consumerConnection = /:bclient$/;

/** Reads the consumers from CLIENT LIST; null where Redis forbids that command, as managed servers may. */
export async function readConsumers(redis: Redis): Promise<QueueConsumer[] | null> {
  const list = await redis.client('LIST').catch(() => null);
  if (typeof list !== 'string') return null;
  return list.split('\n').flatMap((line) => {
    const field = (name: string): string => new RegExp(`(?:^| )${name}=(\\S*)`).exec(line)?.[1] ?? '';
    const name = field('name');
    return consumerConnection.test(name)
      ? [{ name: name.replace(consumerConnection, ''), database: Number(field('db')) }]
      : [];
  });
}

/** Limit of scanned keys: a Redis full of other data is not read to its end. */
const mostKeys = 200_000;

/** Celery names the list after its queue: `celery` by default. */
const celeryList = 'celery';

/**
 * Non-empty lists of jobs that no analysis worker reads: other Bull queues, and Celery's. In a cluster only those with the own
 * hash tag: others belong to other installations.
 */
export async function findOtherQueues(redis: Redis, ownList: string): Promise<OtherQueue[]> {
  const lists = new Set<string>([celeryList, 'ai_analysis']);
  const [hashTag = ''] = /^\{[^}]*\}:/.exec(ownList) ?? [];
  let cursor = '0';
  let seen = 0;
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', `${hashTag}*:wait`, 'COUNT', 1_000, 'TYPE', 'list');
    for (const key of keys) lists.add(key);
    cursor = next;
    seen += 1_000;
  } while (cursor !== '0' && seen < mostKeys);
  lists.delete(ownList);
  const names = [...lists];
  // LLEN fails for a key of another type, which is no queue.
  const lengths = await Promise.all(names.map((name) => redis.llen(name).catch(() => 0)));
  return names.map((name, index) => ({ name, waiting: lengths[index] ?? 0 })).filter(({ waiting }) => waiting > 0);
}
