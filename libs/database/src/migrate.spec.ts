import { freshDatabase } from '@vocalborn/system-harness';
import { afterEach, describe, expect, it } from 'vitest';
import { connectDatabase, entities } from './connect.js';
import { migrate } from './migrate.js';
import { migrations } from './migrations.js';
import { seed } from './seed/seed.js';
import type { DataSource } from 'typeorm';

const open: DataSource[] = [];
async function connect(url: string): Promise<DataSource> {
  const database = await connectDatabase({ url, poolSize: 4, applicationName: 'test' });
  open.push(database);
  return database;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((database) => database.destroy()));
});

describe('migrating', () => {
  it('applies every migration once, however many migrate at the same time', async () => {
    const url = await freshDatabase();
    const databases = await Promise.all([connect(url), connect(url), connect(url)]);
    const applied = (await Promise.all(databases.map(migrate))).flat();
    expect(applied.toSorted()).toEqual(migrations.map((migration) => migration.name).toSorted());
  });

  it('goes all the way down and up again', async () => {
    const database = await connect(await freshDatabase());
    await migrate(database);
    for (let undone = 0; undone < migrations.length; undone += 1) await database.undoLastMigration();
    const tables = await database.query(`select from pg_tables where schemaname = 'public'`);
    expect(tables).toHaveLength(1);
    expect(await migrate(database)).toHaveLength(migrations.length);
  });

  it('makes the tables that the entities describe, column by column', async () => {
    const database = await connect(await freshDatabase());
    await migrate(database);
    for (const entity of entities) {
      const { tableName, columns } = database.getMetadata(entity);
      const found: { column_name: string; nullable: boolean }[] = await database.query(
        `select column_name, is_nullable = 'YES' as nullable from information_schema.columns where table_name = $1`,
        [tableName],
      );
      const described = columns.map((column) => ({ column_name: column.databaseName, nullable: column.isNullable }));
      const byName = (a: { column_name: string }, b: { column_name: string }) =>
        a.column_name.localeCompare(b.column_name);
      expect(described.toSorted(byName)).toEqual(found.toSorted(byName));
    }
  });

  it('takes the development data twice without a change', async () => {
    const database = await connect(await freshDatabase());
    await migrate(database);
    await seed(database);
    await seed(database);
    const rows = await database.query<{ count: number }[]>('select count(*)::int as count from practice_records');
    expect(rows).toEqual([{ count: 3 }]);
  });
});
