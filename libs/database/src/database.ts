import pg from 'pg';
import { plannerOptions, statementTimeoutMs } from './role-settings.js';

/**
 * `session`: a connection has a session of Postgres for itself. `transaction`: a pooler such as pgbouncer gives each
 * transaction any session, and takes no startup parameters; `migrate` stores them with the role.
 */
export type Pooling = 'session' | 'transaction';

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
  /** What stands between: `session` for Postgres itself, which is the default. */
  readonly pooling?: Pooling;
}

/** Milliseconds that a caller waits for a connection before it fails as "database unavailable". */
const connectTimeoutMs = 3_000;

/** What each session is started with. */
const startupParameters = {
  statement_timeout: statementTimeoutMs,
  idle_in_transaction_session_timeout: statementTimeoutMs,
  options: plannerOptions,
};

/** The driver's options for these settings. */
export function poolOptions(options: DatabaseOptions): pg.PoolConfig {
  return {
    connectionString: options.url,
    max: options.poolSize,
    application_name: options.applicationName,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    ...(options.pooling === 'transaction' ? {} : startupParameters),
    ...(options.answerTimeoutMs === undefined ? {} : { query_timeout: options.answerTimeoutMs }),
  };
}

/** A pool of connections to Postgres. A connection on which a statement failed to be answered is not used again. */
export class Database {
  readonly pool: pg.Pool;

  /** Opens no connection yet. */
  constructor(readonly options: DatabaseOptions) {
    this.pool = new pg.Pool(poolOptions(options));
    // A connection that is lost while it is idle leaves the pool; the next statement opens another.
    this.pool.on('error', () => undefined);
  }

  /**
   * Runs a statement that is not worth preparing and returns its rows; `runStatement` prepares it.
   * @throws the driver's error
   */
  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row & pg.QueryResultRow>(text, [...values])).rows;
  }

  /** Closes all connections, after the statements that run. A second call does nothing. */
  async close(): Promise<void> {
    if (!this.pool.ending) await this.pool.end();
  }
}
