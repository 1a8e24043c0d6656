import { DataSource, type DataSourceOptions } from 'typeorm';
import type { Pool } from 'pg';
import { entities } from './entities.js';
import { migrations } from './migrations.js';

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Shown in pg_stat_activity, so that an operator sees which app holds which connection. */
  readonly applicationName: string;
  /**
   * Milliseconds after which a statement without an answer is given up and its connection dropped: a connection that
   * was cut without a word (a lost host, a forgetful firewall) is found out no other way. Without it, never.
   */
  readonly answerTimeoutMs?: number;
}

/** Milliseconds that a request waits for a free or new connection before it fails as "database unavailable". */
const connectTimeoutMs = 3_000;

/** Milliseconds after which Postgres ends a statement of ours; none takes more than a fraction of a second. */
const statementTimeoutMs = 15_000;

/** Compiling a statement takes longer than any of ours takes to run. */
const noCompilation = '-c jit=off';

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
      options: noCompilation,
      keepAlive: true,
      ...(options.answerTimeoutMs === undefined ? {} : { query_timeout: options.answerTimeoutMs }),
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

/**
 * A statement with a name, so that Postgres parses and plans it once per connection. With the empty name it is planned
 * for its values each time.
 */
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
  const { name, text } = statement;
  const result = await poolOf(dataSource).query<Row>({ name, text, values: [...values] });
  return result.rows;
}

/** Runs one statement of a transaction and returns its rows. */
export type Query = (text: string, values: readonly unknown[]) => Promise<object[]>;

/** Asks Postgres for a sign of life. @throws the driver's error when there is none */
export async function pingDatabase(dataSource: DataSource): Promise<void> {
  await poolOf(dataSource).query('select 1');
}

/** What the pool's connections do now, and how many callers wait for one. */
export function connectionCounts(dataSource: DataSource): { busy: number; idle: number; waiting: number } {
  const { totalCount, idleCount, waitingCount } = poolOf(dataSource);
  return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}

/**
 * Does the work while holding a transaction open on one connection of the pool; `query` runs within the transaction.
 * A connection on which anything failed is dropped, never reused.
 */
export async function inTransaction<T>(dataSource: DataSource, work: (query: Query) => Promise<T>): Promise<T> {
  const client = await poolOf(dataSource).connect();
  // A connection that is lost while the work does something else has nobody to tell; the commit will fail.
  const lost = (): void => undefined;
  client.on('error', lost);
  try {
    await client.query('begin');
    const outcome = await work(async (text, values) => (await client.query(text, [...values])).rows as object[]);
    await client.query('commit');
    client.release();
    return outcome;
  } catch (error) {
    client.release(true);
    throw error;
  } finally {
    client.off('error', lost);
  }
}

/** TypeORM would put a connection back into the pool on which a statement timed out; the pool itself drops it. */
function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as unknown as { master: Pool }).master;
}
