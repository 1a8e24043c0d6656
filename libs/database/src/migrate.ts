import type { DataSource } from 'typeorm';
import type { Database } from './database.js';
import { migrations } from './migrations.js';
import { rowGuardsSql } from './row-guards.js';
import { webhookOutboxSql } from './webhook-outbox.js';

/** Key of the advisory lock that every migration run takes; an arbitrary constant. */
const migrationLock = 7_146_021_930;

/** Opens TypeORM on the same database. Nothing but migrations loads it, and no statement of theirs has a time limit. */
async function openTypeOrm({ options }: Database): Promise<DataSource> {
  const { DataSource } = await import('typeorm');
  const source = new DataSource({
    type: 'postgres',
    url: options.url,
    poolSize: 2,
    applicationName: options.applicationName,
    migrations,
    migrationsTableName: 'schema_migrations',
  });
  return source.initialize();
}

/**
 * Applies every missing migration, then replaces the triggers that are generated from the code's tables. Safe to
 * run twice, and from several places at once: an advisory lock lets one run at a time.
 * @returns the names of the migrations applied now
 */
export async function migrate(database: Database): Promise<string[]> {
  const source = await openTypeOrm(database);
  const runner = source.createQueryRunner();
  try {
    // The lock belongs to this connection, which ends below.
    await runner.query('select pg_advisory_lock($1)', [migrationLock]);
    const applied = await source.runMigrations({ transaction: 'each' });
    await runner.query(rowGuardsSql);
    await runner.query(webhookOutboxSql);
    return applied.map((migration) => migration.name);
  } finally {
    await runner.release();
    await source.destroy();
  }
}

/** Undoes the given number of migrations, the latest first. */
export async function undoMigrations(database: Database, count: number): Promise<void> {
  const source = await openTypeOrm(database);
  try {
    for (let undone = 0; undone < count; undone += 1) await source.undoLastMigration();
  } finally {
    await source.destroy();
  }
}
