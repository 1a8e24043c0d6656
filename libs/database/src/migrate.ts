import type { DataSource } from 'typeorm';

/** Any constant: everyone who migrates this schema takes the same advisory lock. */
const migrationLock = 7_146_021_930;

/**
 * Applies every migration that is missing. Safe to run at the same time from several places (an advisory lock lets
 * one work while the rest wait and then find nothing to do) and safe to run twice.
 * @returns the names of the migrations applied now
 */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  await runner.query('set statement_timeout = 0');
  await runner.query('select pg_advisory_lock($1)', [migrationLock]);
  try {
    const applied = await dataSource.runMigrations({ transaction: 'each' });
    return applied.map((migration) => migration.name);
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [migrationLock]);
    await runner.query('reset statement_timeout');
    await runner.release();
  }
}
