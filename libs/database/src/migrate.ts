import type { DataSource } from 'typeorm';
import { vocabularyGuardSql } from './vocabulary-guard.js';

/** Key of the advisory lock that every migration run takes; an arbitrary constant. */
const migrationLock = 7_146_021_930;

/**
 * Applies every missing migration, then replaces the trigger function that is generated from the code's tables. Safe to
 * run twice, and from several places at once: an advisory lock lets one run at a time.
 * @returns the names of the migrations applied now
 */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  await runner.query('set statement_timeout = 0');
  await runner.query('select pg_advisory_lock($1)', [migrationLock]);
  try {
    const applied = await dataSource.runMigrations({ transaction: 'each' });
    await runner.query(vocabularyGuardSql);
    return applied.map((migration) => migration.name);
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [migrationLock]);
    await runner.query('reset statement_timeout');
    await runner.release();
  }
}
