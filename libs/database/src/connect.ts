import { DataSource, type DataSourceOptions } from 'typeorm';
import type { Pool } from 'pg';
import { entities } from './entities.js';
import { migrations } from './migrations.js';

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Shown in pg_stat_activity, so that an operator sees which app holds which connection. */
  readonly applicationName: string;
}

/** Milliseconds that a request waits for a free or new connection before it fails as "database unavailable". */
const connectTimeoutMs = 3_000;

/** Milliseconds after which Postgres ends a statement of ours; none takes more than a fraction of a second. */
const statementTimeoutMs = 15_000;

export function dataSourceOptions(options: DatabaseOptions): DataSourceOptions {
  return {
    type: 'postgres',
    url: options.url,
    poolSize: options.poolSize,
    applicationName: options.applicationName,
    connectTimeoutMS: connectTimeoutMs,
    entities,
    migrations,
    migrationsTableName: 'schema_migrations',
    synchronize: false,
    logging: false,
    extra: {
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: statementTimeoutMs,
      keepAlive: true,
    },
  };
}

/**
 * Opens the pool. The caller ends it with `destroy()`.
 * @throws the driver's error when Postgres cannot be reached
 */
export async function connectDatabase(options: DatabaseOptions): Promise<DataSource> {
  return new DataSource(dataSourceOptions(options)).initialize();
}

/** A statement with a name, so that Postgres parses and plans it once per connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Runs one named statement on the data source's own pool and returns its rows. */
export async function runStatement<Row extends object>(
  dataSource: DataSource,
  statement: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  const pool = (dataSource.driver as unknown as { master: Pool }).master;
  const result = await pool.query<Row>({ name: statement.name, text: statement.text, values: [...values] });
  return result.rows;
}
