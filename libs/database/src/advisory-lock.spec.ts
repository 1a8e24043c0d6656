import { freshDatabase } from '@vocalborn/system-harness';
import type { Database } from './database.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withAdvisoryLock } from './advisory-lock.js';
import { connectDatabase } from './connect.js';

const key = 4_711;

let database: Database;
let other: Database;
beforeAll(async () => {
  const options = { url: await freshDatabase(), poolSize: 2, applicationName: 'lock' };
  [database, other] = await Promise.all([connectDatabase(options), connectDatabase(options)]);
});
afterAll(() => Promise.all([database.close(), other.close()]));

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((...both) => ([resolve, reject] = both));
  return { promise, resolve, reject };
}

/** Holds the lock until it is released. */
async function hold() {
  const acquired = withResolvers<null>();
  const released = withResolvers<string>();
  const done = withAdvisoryLock(database, key, () => {
    acquired.resolve(null);
    return released.promise;
  });
  await acquired.promise;
  return { done, release: released.resolve, fail: released.reject };
}

const attempt = () => withAdvisoryLock(other, key, () => Promise.resolve('worked'));

describe('an advisory lock', () => {
  it('returns what the work returns', async () => {
    expect(await attempt()).toBe('worked');
  });

  it('has one holder, and is free when the work has ended', async () => {
    const { done, release } = await hold();
    expect(await attempt()).toBeNull();
    release('first');
    expect(await done).toBe('first');
    expect(await attempt()).toBe('worked');
  });

  it('is free when the work has failed', async () => {
    const { done, fail } = await hold();
    fail(new Error('broken'));
    await expect(done).rejects.toThrow('broken');
    expect(await attempt()).toBe('worked');
  });

  it('is free when the connection of its holder is lost', async () => {
    const { done, release } = await hold();
    const outcome = done.catch(() => 'lost');
    await other.query(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = $1`, [
      key,
    ]);
    while ((await attempt()) === null);
    release('too late');
    expect(await outcome).toBe('lost');
  });

  it('does not keep other locks from being held', async () => {
    const { done, release } = await hold();
    expect(await withAdvisoryLock(other, key + 1, () => Promise.resolve('other'))).toBe('other');
    release('first');
    await done;
  });
});
