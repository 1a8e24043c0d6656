import { DataSource, type DataSourceOptions } from 'typeorm';
import type { Pool } from 'pg';
import { PracticeRecordEntity } from './entities/practice-record.entity.js';
import { SentenceEntity } from './entities/sentence.entity.js';
import { TherapistClientEntity, UserEntity } from './entities/user.entity.js';
import { migrations } from './migrations.js';

/**
 * The tables that code reads and writes through TypeORM. Everything else goes through SQL statements. A test compares
 * the entities with the migrated schema.
 */
export const entities = [UserEntity, TherapistClientEntity, SentenceEntity, PracticeRecordEntity];

/** How to connect to Postgres. */
export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Shown in pg_stat_activity, so that an operator sees which app holds which connection. */
  readonly applicationName: string;
  /**
   * Milliseconds after which a statement without an answer fails and its connection is dropped. Nothing else detects a
   * connection that a lost host or a firewall cut silently. Absent: statements wait without limit.
   */
  readonly answerTimeoutMs?: number;
}

/** Milliseconds that a caller waits for a connection before it fails as "database unavailable". */
const connectTimeoutMs = 3_000;

/** Milliseconds after which Postgres ends a statement. Every statement of the apps needs a fraction of a second. */
const statementTimeoutMs = 15_000;

/** JIT compilation takes longer than any statement of the apps runs. */
const noCompilation = '-c jit=off';

/** TypeORM's options for these settings. */
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
 * Opens the pool. The caller closes it with `destroy()`.
 * @throws the driver's error when Postgres cannot be reached
 */
export async function connectDatabase(options: DatabaseOptions): Promise<DataSource> {
  return new DataSource(dataSourceOptions(options)).initialize();
}

/**
 * An SQL statement. Postgres parses and plans a named one once per connection, and one with an empty name for its values
 * each time.
 */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Runs one statement on a connection of the pool and returns its rows. */
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

/** Resolves when Postgres answers. @throws the driver's error when it does not */
export async function pingDatabase(dataSource: DataSource): Promise<void> {
  await poolOf(dataSource).query('select 1');
}

/** Number of busy and idle connections of the pool, and of callers that wait for one. */
export function connectionCounts(dataSource: DataSource): { busy: number; idle: number; waiting: number } {
  const { totalCount, idleCount, waitingCount } = poolOf(dataSource);
  return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}

/**
 * Runs the work in one transaction on one connection of the pool; `query` runs a statement in it. Commits at the end.
 * Drops the connection after any error instead of reusing it.
 */
export async function inTransaction<T>(dataSource: DataSource, work: (query: Query) => Promise<T>): Promise<T> {
  const client = await poolOf(dataSource).connect();
  // A connection that is lost between two statements only emits an event; the commit then fails.
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

/** The driver's pool. TypeORM would reuse a connection on which a statement timed out; the pool drops it. */
function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as unknown as { master: Pool }).master;
}
