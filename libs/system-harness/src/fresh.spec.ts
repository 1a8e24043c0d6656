import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { freshDatabase, freshRedisUrl } from './fresh.js';
import { runSql } from './postgres.js';

describe('the servers of a test run', () => {
  it('give every caller an empty database of its own', async () => {
    const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
    await runSql(one, 'create table mine ()');
    expect(await runSql(two, `select to_regclass('mine') as found`)).toEqual([{ found: null }]);
  });

  it('give every caller a Redis database of its own', async () => {
    const urls = await Promise.all([freshRedisUrl(), freshRedisUrl(), freshRedisUrl()]);
    expect(new Set(urls).size).toBe(3);
    const client = new Redis(urls[0], { retryStrategy: () => null });
    expect(await client.dbsize()).toBe(0);
    client.disconnect();
  });
});
