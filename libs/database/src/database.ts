import type pg from 'pg';
import { readPostgresUrl } from './postgres-url.js';
import { readOnlyState } from './primary-client.js';
import { PrimaryPool } from './primary-pool.js';
import { plannerOptions, statementTimeoutMs } from './role-settings.js';
import { Servers } from './servers.js';

/**
 * `session`: a connection has a session of Postgres for itself. `transaction`: a pooler such as pgbouncer gives each
 * transaction any session, and takes no startup parameters; `migrate` stores them with the role.
 */
export type Pooling = 'session' | 'transaction';

/** How to connect to Postgres. */
export interface DatabaseOptions {
  /** With several hosts, the one that takes writes is found by trying them in order, at each connection. */
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

/** The driver's options for these settings, without the address. */
export function poolOptions(options: DatabaseOptions): pg.PoolConfig {
  return {
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

  /** Opens no connection yet. @throws Error when the URL is wrong, or a file that it names cannot be read */
  constructor(readonly options: DatabaseOptions) {
    this.pool = new PrimaryPool(new Servers(readPostgresUrl(options.url)), poolOptions(options));
    // A connection that is lost while it is idle leaves the pool; the next statement opens another.
    this.pool.on('error', () => undefined);
  }

  /**
   * Runs a statement that is not worth preparing and returns its rows; `runStatement` prepares it.
   * @throws the driver's error
   */
  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.run<Row>({ text, values: [...values] });
  }

  /**
   * Runs a statement and returns its rows. One that a demoted primary refuses is run again: it changed nothing, and its
   * connection has left the pool. Each other connection of the pool may lead to the same server.
   * @throws the driver's error
   */
  async run<Row extends object>(statement: pg.QueryConfig): Promise<Row[]> {
    for (let refusals = 0; ; refusals += 1) {
      try {
        return (await this.pool.query<Row & pg.QueryResultRow>(statement)).rows;
      } catch (error) {
        const isRefused = (error as { code?: unknown }).code === readOnlyState;
        if (!isRefused || refusals === this.options.poolSize) throw error;
      }
    }
  }

  /** Closes all connections, after the statements that run. A second call does nothing. */
  async close(): Promise<void> {
    if (!this.pool.ending) await this.pool.end();
  }
}
