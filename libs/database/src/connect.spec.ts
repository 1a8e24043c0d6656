import { freshDatabase } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase, connectionCounts, inTransaction, pingDatabase, runStatement } from './connect.js';
import type { Database } from './database.js';

let database: Database;
beforeAll(async () => {
  database = await connectDatabase({
    url: await freshDatabase(),
    poolSize: 2,
    applicationName: 'test',
    answerTimeoutMs: 500,
  });
});
afterAll(() => database.close());

const backend = { name: 'backend', text: 'select pg_backend_pid() as pid' };
const sleep = { name: 'sleep', text: 'select pg_sleep($1)' };
const terminate = { name: 'terminate', text: 'select pg_terminate_backend($1)' };

describe('a transaction', () => {
  it('fails, and nothing else does, when its connection is lost while it does something else', async () => {
    const lost = inTransaction(database, async (query) => {
      const [row] = await query('select pg_backend_pid() as pid', []);
      await runStatement(database, terminate, [(row as { pid: number }).pid]);
      await new Promise((resolve) => setImmediate(resolve));
    });
    await expect(lost).rejects.toThrow();
    await pingDatabase(database);
  });

  it('leaves nothing behind when its work fails', async () => {
    const failing = inTransaction(database, async (query) => {
      await query('create table half_done (id int)', []);
      throw new Error('half done');
    });
    await expect(failing).rejects.toThrow('half done');
    await expect(runStatement(database, { name: 'look', text: 'select 1 from half_done' }, [])).rejects.toThrow();
  });
});

describe('the pool', () => {
  it('tells what its connections do, and who waits', async () => {
    const busy = [0, 1, 2].map(() => runStatement(database, sleep, [0.1]));
    expect(connectionCounts(database)).toMatchObject({ busy: 2, waiting: 1 });
    await Promise.all(busy);
    expect(connectionCounts(database)).toEqual({ busy: 0, idle: 2, waiting: 0 });
  });
});

describe('a statement that is not answered in time', () => {
  it('fails, and its connection is not used again', async () => {
    const before = await runStatement<{ pid: number }>(database, backend, []);
    await Promise.all([0, 1].map(() => expect(runStatement(database, sleep, [2])).rejects.toThrow(/timeout/)));
    const after = await runStatement<{ pid: number }>(database, backend, []);
    expect(after[0]?.pid).not.toBe(before[0]?.pid);
  });
});
