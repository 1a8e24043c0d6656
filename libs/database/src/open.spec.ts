import { freePort, PostgresServer, temporaryFolder } from '@vocalborn/system-harness';
import { describe, expect, it } from 'vitest';
import { openDatabase } from './open.js';
import { isDatabaseUnavailable } from './unavailable.js';

const options = { poolSize: 1, applicationName: 'test' };

describe('opening the database', () => {
  it('waits for a server that comes up late', async () => {
    const folder = temporaryFolder('vocalborn-late');
    const port = await freePort();
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    const reasons: unknown[] = [];
    const opening = openDatabase({ ...options, url, onWaiting: (error) => reasons.push(error) });
    const server = await PostgresServer.start({ dataDir: `${folder.path}/data`, port, durable: false });
    const database = await opening;
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons.every(isDatabaseUnavailable)).toBe(true);
    await database.close();
    await server.stop();
    folder.remove();
  });

  it('does not wait for what waiting does not mend', async () => {
    const url = new URL(process.env['TEST_DATABASE_URL'] ?? '');
    url.pathname = '/no_such_database';
    await expect(openDatabase({ ...options, url: url.toString(), onWaiting: () => undefined })).rejects.toThrow(
      'no_such_database',
    );
  });
});
