import type { Redis } from 'ioredis';

/** Interval of the keepalive. */
const keepaliveMs = 1_000;

/** Keepalives in a row without a received byte after which the connection is dropped. A blocking call answers within two. */
const idleLimit = 6;

/**
 * An idle timeout: pings every second and drops a connection that received nothing for six seconds, so that ioredis
 * reconnects. Nothing else detects a connection that a lost host or a firewall cut silently: commands on it would hang
 * until TCP gives up after a quarter of an hour. Counts keepalives instead of time, because a process that was frozen
 * would find every connection idle. (ioredis' own `socketTimeout` may hit the successor of the connection that it was set
 * for; after that nothing connects any more.)
 * @param everyMs interval of the keepalive
 */
export function reconnectWhenIdle(redis: Redis, everyMs = keepaliveMs): void {
  let stream: Redis['stream'] | undefined;
  let received = 0;
  let idle = 0;
  let pinging = false;
  const keepAlive = (): void => {
    // A connection can wait for an answer before it is ready, such as to the name that Bull gives its consumers.
    if (redis.status !== 'ready' && redis.status !== 'connect') return;
    const isNew = redis.stream !== stream;
    stream = redis.stream;
    idle = isNew || stream.bytesRead !== received ? 0 : idle + 1;
    received = stream.bytesRead;
    if (idle >= idleLimit) {
      idle = 0;
      redis.disconnect(true);
    } else if (!pinging && redis.status === 'ready') {
      pinging = true;
      void ping(redis).finally(() => (pinging = false));
    }
  };
  const timer = setInterval(keepAlive, everyMs).unref();
  redis.once('end', () => clearInterval(timer));
}

async function ping(redis: Redis): Promise<void> {
  await redis.ping().catch(() => undefined);
}
