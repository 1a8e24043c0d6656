import { freshDatabase } from '@vocalborn/system-harness';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectDatabase } from './connect.js';
import { migrate, undoMigrations } from './migrate.js';
import { migrations } from './migrations.js';
import { seed } from './seed/seed.js';
import type { Database } from './database.js';

const open: Database[] = [];
async function connect(url: string, applicationName = 'test'): Promise<Database> {
  const database = await connectDatabase({ url, poolSize: 4, applicationName });
  open.push(database);
  return database;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((database) => database.close()));
});

describe('migrating', () => {
  it('applies every migration once, however many migrate at the same time', async () => {
    const url = await freshDatabase();
    const databases = await Promise.all([connect(url), connect(url), connect(url)]);
    const applied = (await Promise.all(databases.map((database) => migrate(database)))).flat();
    expect(applied.toSorted()).toEqual(migrations.map((migration) => migration.name).toSorted());
  });

  it('leaves no connection and no lock behind when it fails', async () => {
    const url = await freshDatabase();
    const [database, watcher] = [await connect(url, 'fails'), await connect(url, 'watches')];
    await database.query('create table users (id int)');
    await expect(migrate(database)).rejects.toThrow('"users" already exists');
    await database.close();
    const left = `select from pg_stat_activity where application_name = 'fails'`;
    await vi.waitFor(async () => expect(await watcher.query(left)).toEqual([]), { timeout: 10_000 });
  });

  it('lets the apps read while it waits for a busy table, and is applied when the table is free', async () => {
    const url = await freshDatabase();
    const [database, busy, app] = await Promise.all([connect(url), connect(url), connect(url, 'app')]);
    await migrate(database);
    await undoMigrations(database, 1);
    const reader = await busy.pool.connect();
    await reader.query('begin; lock table task_minutes in access share mode');
    const migrating = migrate(database);
    const waiting = `select from pg_locks where not granted and relation = 'task_minutes'::regclass`;
    await vi.waitFor(async () => expect(await busy.query(waiting)).toHaveLength(1), { timeout: 10_000 });
    // It would wait behind the migration for as long as the reader takes.
    await expect(app.query('select from task_minutes')).resolves.toEqual([]);
    await reader.query('commit');
    reader.release();
    expect(await migrating).toHaveLength(1);
  });

  it('stores the settings of the sessions with the role, for poolers that take no startup parameters', async () => {
    const url = await freshDatabase();
    const database = await connect(url);
    await migrate(database, { settingsOfRole: true });
    const pooled = await connectDatabase({ url, poolSize: 1, applicationName: 'pooled', pooling: 'transaction' });
    open.push(pooled);
    for (const [name, value] of [
      ['statement_timeout', '15s'],
      ['idle_in_transaction_session_timeout', '15s'],
      ['jit', 'off'],
      ['random_page_cost', '1.1'],
    ])
      expect(await pooled.query(`select current_setting($1) as value`, [name])).toEqual([{ value }]);
    await database.query(
      `do $$ begin execute format('alter role %I in database %I reset all', current_user, current_database()); end $$`,
    );
  });

  it('goes all the way down and up again', async () => {
    const database = await connect(await freshDatabase());
    await migrate(database);
    await undoMigrations(database, migrations.length);
    const tables = await database.query(`select from pg_tables where schemaname = 'public'`);
    expect(tables).toHaveLength(1);
    expect(await migrate(database)).toHaveLength(migrations.length);
  });

  it('takes the development data twice without a change', async () => {
    const database = await connect(await freshDatabase());
    await migrate(database);
    await seed(database);
    await seed(database);
    const rows = await database.query<{ count: number }>('select count(*)::int as count from practice_records');
    expect(rows).toEqual([{ count: 3 }]);
  });
});
