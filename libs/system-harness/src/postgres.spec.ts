import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
