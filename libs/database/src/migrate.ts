import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource, MigrationExecutor, QueryRunner } from 'typeorm';
import pg from 'pg';
import type { Database, DatabaseOptions } from './database.js';
import { migrations } from './migrations.js';
import { readPostgresUrl } from './postgres-url.js';
import { PrimaryPool } from './primary-pool.js';
import { roleSettingsSql } from './role-settings.js';
import { rowGuardsSql } from './row-guards.js';
import { Servers } from './servers.js';
import { webhookOutboxSql } from './webhook-outbox.js';

/** Key of the advisory lock that every migration run takes; an arbitrary constant. */
const migrationLock = 7_146_021_930;

/** A statement waits this long for the lock of a table: what the apps ask of that table waits behind it. */
const lockTimeout = '2s';

/** A migration that cannot get a lock is tried again after a pause, for some five minutes. */
const mostTries = 60;
const pauseMs = 3_000;

/** SQLSTATE lock_not_available. */
const lockNotAvailable = '55P03';

interface Migrations {
  readonly runner: QueryRunner;
  readonly executor: MigrationExecutor;
}

/** TypeORM's own pool knows neither several servers nor the files of a URL. */
const poolOf = (options: DatabaseOptions) =>
  class extends PrimaryPool {
    constructor() {
      const { applicationName: application_name } = options;
      super(new Servers(readPostgresUrl(options.url)), { max: 1, application_name, connectionTimeoutMillis: 3_000 });
    }
  };

/** Lets `work` migrate on one connection, which holds the lock of all migration runs until it ends. */
async function withMigrations<T>({ options }: Database, work: (migrations: Migrations) => Promise<T>): Promise<T> {
  // Nothing but migrations loads it.
  const { DataSource, MigrationExecutor } = await import('typeorm');
  const source: DataSource = await new DataSource({
    type: 'postgres',
    driver: { ...pg, Pool: poolOf(options) },
    poolSize: 1,
    migrations,
    migrationsTableName: 'schema_migrations',
  }).initialize();
  const runner = source.createQueryRunner();
  try {
    // A migration may take long; the role of the apps may have limits of its own.
    await runner.query('set statement_timeout = 0; set idle_in_transaction_session_timeout = 0');
    await runner.query('select pg_advisory_lock($1)', [migrationLock]);
    await runner.query(`set lock_timeout = '${lockTimeout}'`);
    const executor = new MigrationExecutor(source, runner);
    executor.transaction = 'each';
    return await work({ runner, executor });
  } finally {
    await runner.release();
    await source.destroy();
  }
}

/**
 * Applies every missing migration, then replaces the triggers that are generated from the code's tables. Safe to
 * run twice, and from several places at once: an advisory lock lets one run at a time. A statement that waits for
 * the lock of a busy table fails after 2 s, so that the apps go on, and its migration is tried again.
 * @param options.settingsOfRole stores the settings of the apps' sessions with the role, for a pooler in transaction mode
 * @returns the names of the migrations applied now
 */
export async function migrate(
  database: Database,
  options: { readonly settingsOfRole: boolean } = { settingsOfRole: false },
): Promise<string[]> {
  return withMigrations(database, async ({ runner, executor }) => {
    const pending = await executor.getPendingMigrations();
    await untilUnlocked(() => executor.executePendingMigrations());
    await untilUnlocked(() => runner.query(rowGuardsSql));
    await untilUnlocked(() => runner.query(webhookOutboxSql));
    if (options.settingsOfRole) await runner.query(roleSettingsSql);
    return pending.map(({ name }) => name);
  });
}

/** Undoes the given number of migrations, the latest first. */
export async function undoMigrations(database: Database, count: number): Promise<void> {
  await withMigrations(database, async ({ executor }) => {
    for (let undone = 0; undone < count; undone += 1) await untilUnlocked(() => executor.undoLastMigration());
  });
}

async function untilUnlocked(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== lockNotAvailable || tries === mostTries) throw error;
      await delay(pauseMs);
    }
  }
}
