import { Redis } from 'ioredis';

/**
 * Lets the hour of the result cache pass at once: every entry that has an end gets it now.
 * @returns entries that have none and would stay for ever
 */
export async function passCacheHour(url: string): Promise<number> {
  const redis = new Redis(url);
  let endless = 0;
  try {
    for await (const batch of redis.scanStream({ count: 1_000 }) as AsyncIterable<string[]>) {
      const ends = await Promise.all(batch.map((key) => redis.pttl(key)));
      const mortal = batch.filter((_, index) => ends[index] !== -1);
      endless += batch.length - mortal.length;
      await Promise.all(mortal.map((key) => redis.pexpire(key, 1)));
    }
    // An entry that is over leaves when it is looked at.
    for await (const batch of redis.scanStream({ count: 1_000 }) as AsyncIterable<string[]>) {
      await Promise.all(batch.map((key) => redis.exists(key)));
    }
    return endless;
  } finally {
    redis.disconnect();
  }
}
