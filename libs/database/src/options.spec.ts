import { describe, expect, it } from 'vitest';
import { dataSourceOptions, entities } from './connect.js';
import { migrations } from './migrations.js';

const given = { url: 'postgres://user@localhost/x', poolSize: 7, applicationName: 'monitor' };

describe('the options of a connection', () => {
  it('name the app and bound the pool', () => {
    expect(dataSourceOptions(given)).toMatchObject({
      ...{ type: 'postgres', url: given.url, poolSize: 7, applicationName: 'monitor' },
      ...{ entities, migrations, migrationsTableName: 'schema_migrations', synchronize: false },
    });
  });

  it('bound every statement and every idle transaction', () => {
    const { extra } = dataSourceOptions(given) as { extra: Record<string, unknown> };
    expect(extra).toMatchObject({ statement_timeout: 15_000, idle_in_transaction_session_timeout: 15_000 });
    expect(extra).not.toHaveProperty('query_timeout');
  });

  it.each([500, 6_000])('give up a silent connection after %i ms when that is asked for', (answerTimeoutMs) => {
    const { extra } = dataSourceOptions({ ...given, answerTimeoutMs }) as { extra: Record<string, unknown> };
    expect(extra).toMatchObject({ query_timeout: answerTimeoutMs, keepAlive: true });
  });
});

describe('the migrations', () => {
  it('have names that say their time, each later than the one before', () => {
    const times = migrations.map((migration) => /(\d{13})$/.exec(migration.name)?.[1] ?? '');
    expect(times).toEqual(times.toSorted());
    expect(new Set(times).size).toBe(migrations.length);
  });
});
