import type { Redis } from 'ioredis';

const lookEveryMs = 1_000;

/** Looks in a row that find nothing received before the connection is dropped; a blocking call answers within two. */
const silentLooks = 6;

/**
 * Drops a connection over which nothing comes although a sign of life is asked for every second, so that the client
 * makes a new one. A connection that was cut without a word (a lost host, a forgetful firewall) is found out no other
 * way: commands on it would hang for as long as TCP repeats itself, a quarter of an hour. Looks are counted, not time,
 * because a process that was stopped for a while would else find every connection silent. (The client's own
 * `socketTimeout` may hit the successor of the connection it was set for, and then nothing connects any more.)
 */
export function dropWhenSilent(redis: Redis): void {
  let stream: Redis['stream'] | undefined;
  let received = 0;
  let silent = 0;
  let asking = false;
  const look = (): void => {
    // Before it is ready, a connection waits for answers too: to the name that Bull gives its consumers, for one.
    if (redis.status !== 'ready' && redis.status !== 'connect') return;
    const isNew = redis.stream !== stream;
    stream = redis.stream;
    silent = isNew || stream.bytesRead !== received ? 0 : silent + 1;
    received = stream.bytesRead;
    if (silent >= silentLooks) {
      silent = 0;
      redis.disconnect(true);
    } else if (!asking && redis.status === 'ready') {
      asking = true;
      void ask(redis).finally(() => (asking = false));
    }
  };
  const timer = setInterval(look, lookEveryMs).unref();
  redis.once('end', () => clearInterval(timer));
}

async function ask(redis: Redis): Promise<void> {
  await redis.ping().catch(() => undefined);
}
