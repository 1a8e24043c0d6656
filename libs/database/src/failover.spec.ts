import { freePort, LinkProxy, PostgresPair, temporaryFolder, waitFor } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withAdvisoryLock } from './advisory-lock.js';
import { openClient } from './backup/tables.js';
import { connectDatabase, runStatement } from './connect.js';
import type { Database } from './database.js';
import { migrate } from './migrate.js';
import { openDatabase } from './open.js';
import { isDatabaseUnavailable } from './unavailable.js';

const folder = temporaryFolder('vocalborn-failover');
const shared = { poolSize: 3, applicationName: 'test', answerTimeoutMs: 3_000 };
const insert = { name: 'insert', text: 'insert into kept values ($1)' };
let pair: PostgresPair;
let database: Database;

beforeAll(async () => {
  // What is committed is visible on the standby at once.
  pair = await PostgresPair.start({ folder: folder.path, settings: { synchronous_commit: 'remote_apply' } });
  await pair.primary.createDatabase('voice');
  database = await connectDatabase({ ...shared, url: pair.url('voice') });
  await database.query('create table kept (number int)');
});
afterAll(async () => {
  await database.close();
  await pair.stop();
  folder.remove();
});

/** The URL with its servers in this order. */
const urlOf = (...ports: readonly number[]): string =>
  `postgres://postgres@${ports.map((port) => `127.0.0.1:${port}`).join(',')}/voice`;

async function portOf(url: string): Promise<number> {
  const found = await connectDatabase({ ...shared, url });
  const [row] = await found.query<{ port: string }>(`select current_setting('port') as port`);
  await found.close();
  return Number(row?.port);
}

const numbers = async (): Promise<number[]> =>
  (await database.query<{ number: number }>('select number from kept order by 1')).map(({ number }) => number);

describe('with several servers', () => {
  it('connections lead to the primary, wherever it stands in the URL, and whatever server is away', async () => {
    const { primary, standby } = pair;
    const nobody = await freePort();
    expect(await portOf(urlOf(primary.port, standby.port))).toBe(primary.port);
    expect(await portOf(urlOf(standby.port, primary.port))).toBe(primary.port);
    expect(await portOf(urlOf(nobody, standby.port, primary.port))).toBe(primary.port);
  });

  it('migrations and the connections of a backup lead to the primary', async () => {
    const url = urlOf(pair.standby.port, pair.primary.port);
    const migrated = await connectDatabase({ ...shared, url });
    expect(await migrate(migrated)).not.toEqual([]);
    await migrated.close();
    const client = await openClient(url);
    await client.query('create table copied (number int)');
    await client.end();
  });

  it('standbys alone count as a database that is away, and are named', async () => {
    const [standby, nobody] = [pair.standby.port, await freePort()];
    const reasons: unknown[] = [];
    const onUnavailable = (error: unknown): unknown => reasons.push(error);
    const waiting = await openDatabase({ ...shared, url: urlOf(standby, nobody), onUnavailable });
    await waiting.close();
    expect(reasons.every(isDatabaseUnavailable)).toBe(true);
    expect(String(reasons[0])).toContain(`127.0.0.1:${standby} is a standby; connect ECONNREFUSED 127.0.0.1:${nobody}`);
  });

  it('an error that no other server mends is told at once', async () => {
    const url = urlOf(pair.primary.port, pair.standby.port).replace('/voice', '/nowhere');
    await expect(connectDatabase({ ...shared, url })).rejects.toThrow('database "nowhere" does not exist');
  });
});

describe('one server with target_session_attrs', () => {
  it('is refused while it is a standby', async () => {
    const url = (port: number): string => `${urlOf(port)}?target_session_attrs=read-write`;
    await expect(connectDatabase({ ...shared, url: url(pair.standby.port) })).rejects.toThrow(/is a standby$/);
    expect(await portOf(url(pair.primary.port))).toBe(pair.primary.port);
  });
});

describe('a write that a demoted primary refuses', () => {
  it('is run again on another connection', async () => {
    await Promise.all([1, 2, 3].map(() => database.query('select pg_sleep(0.05)')));
    await Promise.all(
      [1, 2, 3].map(() => database.query('set default_transaction_read_only = on; select pg_sleep(0.05)')),
    );
    await runStatement(database, insert, [1]);
    expect(await numbers()).toEqual([1]);
  });
});

describe('when the primary is killed and the standby promoted', () => {
  it('the same pool goes on with all that was committed, and another process becomes the leader', async () => {
    const leads = withAdvisoryLock(database, 1, async () => {
      await runStatement(database, insert, [2]);
      await pair.primary.kill();
      await pair.promote();
    });
    await expect(leads).rejects.toSatisfy(isDatabaseUnavailable);
    const again = async (): Promise<unknown> =>
      withAdvisoryLock(database, 1, () => runStatement(database, insert, [3])).catch(() => null);
    await waitFor(again, { what: 'the lock on the new primary' });
    expect(await numbers()).toEqual([1, 2, 3]);
  });

  it('the same pool comes back when the other server takes over again', async () => {
    await pair.rebuild();
    await runStatement(database, insert, [4]);
    await pair.primary.kill();
    await pair.promote();
    await waitFor(() => runStatement(database, insert, [5]).catch(() => null), { what: 'a write to the new primary' });
    expect(await numbers()).toEqual([1, 2, 3, 4, 5]);
  });

  it('a server is left whose host vanished with it, without a word', async () => {
    await pair.rebuild();
    const links = await Promise.all([pair.primary, pair.standby].map((server) => LinkProxy.to(server.url())));
    const distant = await connectDatabase({ ...shared, url: urlOf(...links.map(({ port }) => port)) });
    await runStatement(distant, insert, [6]);
    links[0]?.set({ mode: 'cut' });
    await pair.primary.kill();
    await pair.promote();
    await waitFor(() => runStatement(distant, insert, [7]).catch(() => null), { what: 'a write to the new primary' });
    expect(await numbers()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    await distant.close();
    await Promise.all(links.map((link) => link.close()));
  });
});

describe('while no synchronous standby is there', () => {
  it('a write is not acknowledged, and counts as one to a database that is away', async () => {
    await pair.rebuild();
    await pair.standby.kill();
    await expect(runStatement(database, insert, [8])).rejects.toSatisfy(isDatabaseUnavailable);
  });
});
