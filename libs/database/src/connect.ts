import { Database, type DatabaseOptions } from './database.js';

/**
 * Opens the pool and one connection of it. The caller closes the pool with `close()`.
 * @throws the driver's error when Postgres cannot be reached
 */
export async function connectDatabase(options: DatabaseOptions): Promise<Database> {
  const database = new Database(options);
  try {
    await pingDatabase(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
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
  database: Database,
  statement: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  const { name, text } = statement;
  return database.run<Row>({ name, text, values: [...values] });
}

/** Runs one statement of a transaction and returns its rows. */
export type Query = (text: string, values: readonly unknown[]) => Promise<object[]>;

/** Resolves when Postgres answers. @throws the driver's error when it does not */
export async function pingDatabase(database: Database): Promise<void> {
  await database.pool.query('select 1');
}

/** The time of the database's clock, from which all times of the ledger come; milliseconds, rounded down. */
export async function databaseTime(database: Database): Promise<Date> {
  const { rows } = await database.pool.query<{ now: Date }>('select now()');
  if (rows[0] === undefined) throw new Error('Postgres did not tell the time');
  return rows[0].now;
}

/** Number of busy and idle connections of the pool, and of callers that wait for one. */
export function connectionCounts(database: Database): { busy: number; idle: number; waiting: number } {
  const { totalCount, idleCount, waitingCount } = database.pool;
  return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}

/**
 * Runs the work in one transaction on one connection of the pool; `query` runs a statement in it. Commits at the end.
 * Drops the connection after any error instead of reusing it.
 */
export async function inTransaction<T>(database: Database, work: (query: Query) => Promise<T>): Promise<T> {
  const client = await database.pool.connect();
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
