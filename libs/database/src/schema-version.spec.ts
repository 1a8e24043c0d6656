import { freshDatabase } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase } from './connect.js';
import type { Database } from './database.js';
import { migrate, undoMigrations } from './migrate.js';
import { migrations } from './migrations.js';
import { checkSchema, latestMigration, schemaFault } from './schema-version.js';

let database: Database;
beforeAll(async () => {
  database = await connectDatabase({ url: await freshDatabase(), poolSize: 2, applicationName: 'test' });
});
afterAll(() => database.close());

const outdated = { name: 'SchemaOutdatedError', message: 'the schema is older than this version: run the migrations' };

describe('the schema', () => {
  it('is outdated before any migration, and while one is missing', async () => {
    await expect(checkSchema(database)).rejects.toMatchObject(outdated);
    await migrate(database);
    await undoMigrations(database, 1);
    await expect(checkSchema(database)).rejects.toMatchObject(outdated);
  });

  it('is current after all migrations, also with those of a later version', async () => {
    await migrate(database);
    await expect(checkSchema(database)).resolves.toBeUndefined();
    await database.query(
      `insert into schema_migrations (timestamp, name) values (9999999999999, 'Later9999999999999')`,
    );
    await expect(checkSchema(database)).resolves.toBeUndefined();
  });

  it('is told apart from a database that cannot be reached', async () => {
    const away = await connectDatabase({ ...database.options });
    await away.close();
    const error = await checkSchema(away).catch((thrown: unknown) => thrown);
    expect(schemaFault(error)).toBe('cannot be reached');
  });

  it('is that of the last migration', () => {
    expect(migrations.at(-1)?.name).toBe(latestMigration);
  });
});
