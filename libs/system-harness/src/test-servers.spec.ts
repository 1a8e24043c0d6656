import { Redis as Client } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { query } from './postgres/start-postgres.js';
import { freshDatabase, freshRedisUrl } from './test-servers.js';

describe('the servers of a test run', () => {
  it('give every caller an empty database of its own, and take it back', async () => {
    const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
    await query(one.url, 'CREATE TABLE mine ()');
    expect(await query(two.url, `SELECT to_regclass('mine') AS found`)).toEqual([{ found: null }]);
    await Promise.all([one.drop(), two.drop()]);
    await expect(query(one.url, 'SELECT 1')).rejects.toThrow('does not exist');
  });

  it('give every caller a Redis database of its own', async () => {
    const urls = await Promise.all([freshRedisUrl(), freshRedisUrl(), freshRedisUrl()]);
    expect(new Set(urls).size).toBe(3);
    const client = new Client(urls[0] ?? '', { retryStrategy: () => null });
    expect(await client.dbsize()).toBe(0);
    client.disconnect();
  });
});
