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
    const applied = (await Promise.all(databases.map(migrate))).flat();
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
