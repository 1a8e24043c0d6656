import { makeCertificates, PostgresServer, temporaryFolder, type Certificates } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withAdvisoryLock } from './advisory-lock.js';
import { createScratch, dropScratch } from './backup/scratch.js';
import { connectDatabase } from './connect.js';
import { migrate } from './migrate.js';
import { openDatabase } from './open.js';

const folder = temporaryFolder('vocalborn-tls');
const authorities = ['own', 'another'].map((name) => temporaryFolder(`vocalborn-${name}-authority`));
let files: Certificates;
let strangers: Certificates;
let server: PostgresServer;

beforeAll(async () => {
  [files, strangers] = (await Promise.all(authorities.map(({ path }) => makeCertificates(path)))) as [
    Certificates,
    Certificates,
  ];
  server = await PostgresServer.start({ dataDir: `${folder.path}/data`, durable: false, tls: files });
});
afterAll(async () => {
  await server.stop();
  for (const each of [folder, ...authorities]) each.remove();
});

/** Leads to the server as well, and does not stand in its certificate. */
const otherName = '127.1';

const shared = { poolSize: 2, applicationName: 'test' };

/** The URL of the server with other parameters; an empty one is left out. */
function urlWith(parameters: Readonly<Record<string, string>>, host = '127.0.0.1'): string {
  const url = new URL(server.url());
  url.hostname = host;
  for (const [name, value] of Object.entries(parameters)) {
    if (value === '') url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.toString();
}

/** Starts as an app does. */
const start = (url: string) =>
  openDatabase({ ...shared, url, onUnavailable: () => undefined }).then((database) => database.close());

describe('a server that takes only TLS with client certificates', () => {
  it.each(['127.0.0.1', 'localhost'])('is used under the name %s of its certificate', async (host) => {
    const database = await connectDatabase({ ...shared, url: urlWith({}, host) });
    const rows = await database.query('select ssl, client_dn from pg_stat_ssl where pid = pg_backend_pid()');
    expect(rows).toEqual([{ ssl: true, client_dn: '/CN=client' }]);
    expect(await withAdvisoryLock(database, 1, () => Promise.resolve('led'))).toBe('led');
    await database.close();
  });

  it('is migrated, and gets scratch databases', async () => {
    const scratch = await createScratch(server.url());
    const database = await connectDatabase({ ...shared, url: scratch });
    expect((await migrate(database)).length).toBeGreaterThan(0);
    await database.close();
    await dropScratch(server.url(), scratch);
  });

  it('is refused when another authority signed its certificate', async () => {
    await expect(start(urlWith({ sslrootcert: strangers.caFile }))).rejects.toThrow(
      /^Postgres at 127\.0\.0\.1:\d+ has a certificate that no authority of sslrootcert signed \(/,
    );
    await expect(start(urlWith({ sslrootcert: '' }))).rejects.toThrow(/no public authority signed: .* sslrootcert/);
  });

  it('is refused under a name that is not in its certificate', async () => {
    await expect(start(urlWith({}, otherName))).rejects.toThrow(/has a certificate that does not name this host/);
  });

  it('verifies the name in the weaker modes of libpq too', async () => {
    for (const sslmode of ['require', 'verify-ca']) {
      await start(urlWith({ sslmode }));
      await expect(start(urlWith({ sslmode }, otherName))).rejects.toThrow(/does not name this host/);
    }
  });

  it('refuses a client without a certificate, or with that of another authority', async () => {
    await expect(start(urlWith({ sslcert: '', sslkey: '' }))).rejects.toThrow(/valid client certificate/);
    const { certFile: sslcert, keyFile: sslkey } = strangers.client;
    await expect(start(urlWith({ sslcert, sslkey }))).rejects.toThrow(/refuses the client certificate of sslcert/);
  });

  it('refuses a client without TLS', async () => {
    const plain = { sslmode: 'disable', sslrootcert: '', sslcert: '', sslkey: '' };
    await expect(start(urlWith(plain))).rejects.toThrow(/no encryption/);
  });
});

describe('a server without TLS', () => {
  it('is refused by a URL that asks for it', async () => {
    const url = `${process.env['TEST_DATABASE_URL'] ?? ''}?sslmode=verify-full`;
    await expect(start(url)).rejects.toThrow(/offers no TLS/);
  });
});
