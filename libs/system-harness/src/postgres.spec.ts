import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PostgresServer, runSql } from './postgres.js';
import { temporaryFolder } from './temporary-folder.js';

describe('PostgresServer', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let dataDir: string;
  let postgres: PostgresServer;

  beforeAll(async () => {
    folder = temporaryFolder('vocalborn postgres');
    dataDir = join(folder.path, 'data');
    postgres = await PostgresServer.start({ dataDir });
  });

  afterAll(async () => {
    await postgres.stop();
    folder.remove();
  });

  it('creates a database once, however often it is asked', async () => {
    await postgres.createDatabase('voice');
    await postgres.createDatabase('voice');
    expect(await runSql(postgres.url('voice'), 'SELECT current_database() AS name')).toEqual([{ name: 'voice' }]);
  });

  it('keeps what was committed through kill -9 and a restart on the same port', async () => {
    await runSql(postgres.url('voice'), 'CREATE TABLE kept AS SELECT 42 AS answer');
    await postgres.kill();
    await postgres.restart();
    expect(await runSql(postgres.url('voice'), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('refuses a data folder that a live server uses, and leaves that server alone', async () => {
    await expect(PostgresServer.start({ dataDir })).rejects.toThrow(`is used by a PostgreSQL that is still running`);
    expect(await runSql(postgres.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('starts although a stale postmaster.pid names a process that now is another program', async () => {
    await postgres.kill();
    const other = spawn('sleep', ['60']);
    const path = join(dataDir, 'postmaster.pid');
    const [, ...rest] = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, [String(other.pid), ...rest].join('\n'));
    try {
      await postgres.restart();
      expect(await runSql(postgres.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    } finally {
      other.kill();
    }
  });
});

describe('a server that others on the machine can reach', () => {
  const access = { superuserPassword: 'of the superuser', owner: { name: 'voice_owner', password: 'of the owner' } };
  let folder: ReturnType<typeof temporaryFolder>;
  let postgres: PostgresServer | undefined;
  beforeEach(() => void (folder = temporaryFolder('vocalborn postgres')));
  afterEach(async () => {
    await postgres?.stop();
    folder.remove();
  });
  const start = async (closed: boolean): Promise<PostgresServer> =>
    (postgres = await PostgresServer.start({ dataDir: join(folder.path, 'data'), ...(closed ? { access } : {}) }));

  /** Tries to do something as the owner of the database. */
  const asOwner = (url: string, statement: string) => runSql(url, statement);

  it('lets nobody in without a password, and gives the database to a role that is no superuser', async () => {
    const server = await start(true);
    const url = await server.createDatabase('voice');
    expect(await asOwner(url, 'select current_user as name')).toEqual([{ name: 'voice_owner' }]);
    await asOwner(url, 'create table mine (id int)');
    await expect(asOwner(url, `copy mine from program 'id'`)).rejects.toThrow(/permission denied/);
    for (const user of ['postgres', 'postgres:guessed', 'voice_owner']) {
      const stranger = `postgres://${user}@127.0.0.1:${server.port}/voice`;
      await expect(runSql(stranger, 'select 1'), user).rejects.toThrow(/password/);
    }
  });

  it('takes over a server that trusted everybody, with its data', async () => {
    const open = await start(false);
    await runSql(await open.createDatabase('voice'), 'create table kept as select 42 as answer');
    await runSql(open.url('voice'), 'create sequence numbers; create table rows (id serial)');
    await open.stop();
    const server = await start(true);
    const url = await server.createDatabase('voice');
    await asOwner(url, 'alter table kept add column more int');
    expect(await asOwner(url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await asOwner(url, 'insert into rows default values');
    await expect(runSql(`postgres://postgres@127.0.0.1:${server.port}/voice`, 'select 1')).rejects.toThrow(/password/);
  });

  it('writes nothing that people wrote into its log', async () => {
    const logFile = join(folder.path, 'postgres.log');
    postgres = await PostgresServer.start({ dataDir: join(folder.path, 'data'), access, logFile });
    const url = await postgres.createDatabase('voice');
    await runSql(url, 'create table words (word text primary key)');
    await runSql(url, `insert into words values ('confidential')`);
    await expect(runSql(url, `insert into words values ('confidential')`)).rejects.toThrow(/duplicate key/);
    const log = await readFile(logFile, 'utf8');
    expect(log).toContain('duplicate key');
    expect(log).not.toContain('confidential');
  });
});
