import { describe, expect, it } from 'vitest';
import { Database, poolOptions } from './database.js';
import { migrations } from './migrations.js';

const given = { url: 'postgres://user@localhost/x', poolSize: 7, applicationName: 'monitor' };

describe('the options of a connection', () => {
  it('name the app and bound the pool', () => {
    expect(poolOptions(given)).toMatchObject({ max: 7, application_name: 'monitor' });
  });

  it('bound every statement and every idle transaction', () => {
    const options = poolOptions(given);
    expect(options).toMatchObject({ statement_timeout: 15_000, idle_in_transaction_session_timeout: 15_000 });
    expect(options).not.toHaveProperty('query_timeout');
  });

  it.each([500, 6_000])('give up a silent connection after %i ms when that is asked for', (answerTimeoutMs) => {
    expect(poolOptions({ ...given, answerTimeoutMs })).toMatchObject({
      query_timeout: answerTimeoutMs,
      keepAlive: true,
    });
  });
});

describe('closing', () => {
  it('may be asked for twice', async () => {
    const database = new Database(given);
    await Promise.all([database.close(), database.close()]);
    await expect(database.query('select 1')).rejects.toThrow(/end/);
  });
});

describe('the migrations', () => {
  it('have names that say their time, each later than the one before', () => {
    const times = migrations.map((migration) => /(\d{13})$/.exec(migration.name)?.[1] ?? '');
    expect(times).toEqual(times.toSorted());
    expect(new Set(times).size).toBe(migrations.length);
  });
});
