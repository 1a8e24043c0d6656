import { freePort, PostgresServer, temporaryFolder } from '@vocalborn/system-harness';
import { describe, expect, it } from 'vitest';
import { openDatabase } from './open.js';
import { isDatabaseUnavailable } from './unavailable.js';

const options = { poolSize: 1, applicationName: 'test' };

describe('opening the database', () => {
  it('does not wait for a server that is away, and uses it as soon as it is up', async () => {
    const folder = temporaryFolder('vocalborn-late');
    const port = await freePort();
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    const reasons: unknown[] = [];
    const database = await openDatabase({ ...options, url, onUnavailable: (error) => reasons.push(error) });
    expect(reasons).toHaveLength(1);
    expect(reasons.every(isDatabaseUnavailable)).toBe(true);
    await expect(database.query('select 1')).rejects.toSatisfy(isDatabaseUnavailable);

    const server = await PostgresServer.start({ dataDir: `${folder.path}/data`, port, durable: false });
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
    await database.close();
    await server.stop();
    folder.remove();
  });

  it('fails for what waiting does not mend', async () => {
    const url = new URL(process.env['TEST_DATABASE_URL'] ?? '');
    url.pathname = '/no_such_database';
    await expect(openDatabase({ ...options, url: url.toString(), onUnavailable: () => undefined })).rejects.toThrow(
      'no_such_database',
    );
  });
});
