import type { Database } from './database.js';

/** The name of the last migration. A later version may have added others; this one works with them. */
export const latestMigration = 'UnusableRecordings1764000026000';

/** SQLSTATE of a table that does not exist. */
const undefinedTable = '42P01';

/** The migrations of this version have not run. */
class SchemaOutdatedError extends Error {
  constructor() {
    super('the schema is older than this version: run the migrations');
    this.name = 'SchemaOutdatedError';
  }
}

/**
 * Resolves when Postgres answers and has the schema of this version, or of a later one.
 * @throws SchemaOutdatedError, or the driver's error when Postgres does not answer
 */
export async function checkSchema(database: Database): Promise<void> {
  const text = 'select exists (select from schema_migrations where name = $1) as current';
  const found = await database.query<{ current: boolean }>(text, [latestMigration]).catch((error: unknown) => {
    if ((error as { code?: unknown }).code === undefinedTable) throw new SchemaOutdatedError();
    throw error;
  });
  if (!found[0]?.current) throw new SchemaOutdatedError();
}

/** Why `checkSchema` failed, in words for an operator. */
export const schemaFault = (error: unknown): string =>
  error instanceof SchemaOutdatedError ? error.message : 'cannot be reached';
