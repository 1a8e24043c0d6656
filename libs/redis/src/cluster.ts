import type { Redis } from 'ioredis';
import { setTimeout as delay } from 'node:timers/promises';

/** Redis runs in cluster mode, in which keys without a hash tag do not work. */
export class RedisClusterError extends Error {
  constructor() {
    super('Redis runs in cluster mode: its address must begin with redis+cluster:// or rediss+cluster://');
    this.name = 'RedisClusterError';
  }
}

/** Beginnings of the replies that only a node of a cluster gives. */
const clusterReply = /^(?:MOVED|ASK|CROSSSLOT|CLUSTERDOWN) |SELECT is not allowed in cluster mode|in a cluster node/;

/** Whether an error reply is due to cluster mode. */
export const isClusterReply = ({ message }: Error): boolean => clusterReply.test(message);

/** Longest wait for the answer: a process must start while Redis is away. */
const answerMs = 1_000;

/** Whether a connection follows a hash slot: the answer of PUBLISH then counts the subscribers of one node only. */
export const followsHashSlot = (redis: Redis): boolean => redis.options.Connector !== undefined;

/**
 * Refuses a Redis in cluster mode, unless the connection follows a hash slot. Accepts one that is away or forbids INFO; there the
 * connection reports the error replies.
 * @throws RedisClusterError
 */
export async function refuseCluster(redis: Redis): Promise<void> {
  if (redis.status !== 'ready' || followsHashSlot(redis)) return;
  const asked = redis.info('cluster').catch(() => '');
  const info = await Promise.race([asked, delay(answerMs, '', { ref: false })]);
  if (/^cluster_enabled:1/m.test(info)) throw new RedisClusterError();
}
