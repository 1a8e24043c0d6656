import { waitFor, type System } from '@vocalborn/system-harness';
import pg from 'pg';

/** What Postgres did. */
export interface PostgresWork {
  readonly statements: number;
  readonly walBytes: number;
}

/** Rows that were written to the tables of the product. */
export interface RowWork {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  /** Updates within a page that touched no index. */
  readonly hot: number;
}

/** Settings of Postgres that the meter needs. */
export const meterSettings = {
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track_utility': 'off',
  // Vacuums and checkpoints come when they want.
  autovacuum: 'off',
} as const;

/** Key of the advisory lock of recovery's leader. */
const recoveryLock = 7_146_021_931;

/**
 * Steps that are written in the background, as many of them in one statement as 200 ms bring: their number depends on
 * the time. The events that they write are counted, their updates of the tasks that run at a time are not.
 */
const runningAtATime = 2;
const inBackground = `query like '%distinct on (task_id)%'`;

/** Statements of the meter itself, and questions that programs ask every second whatever happens. */
const notWork = `query like '%pg_stat_%' or query like '%/* meter */%' or query like '%pg_advisory%' or query like '%pg_try_advisory%'
  or query like '%recursive receivers%'`;

/** Counts what programs ask of Postgres. Keeps recovery from running, whose rounds depend on the time. */
export class PostgresMeter {
  readonly #client: pg.Client;
  readonly #idle: string[] = [];
  #backgroundCalls = 0;

  constructor(system: System) {
    this.#client = new pg.Client({ connectionString: system.wiring.databaseUrl });
  }

  async start(): Promise<void> {
    await this.#client.connect();
    await this.#client.query('create extension pg_stat_statements');
    await this.#client.query('select pg_advisory_lock($1)', [recoveryLock]);
  }

  /** What has been done since the last call. */
  async take(): Promise<PostgresWork> {
    const { rows } = await this.#client.query<{ statements: number; wal: number }>(
      `select coalesce(sum(calls), 0)::int as statements, coalesce(sum(wal_bytes), 0)::int as wal
       from pg_stat_statements join pg_database d on d.oid = dbid
       where d.datname = current_database() and not (${inBackground}) and not (${notWork})
         and not query = any ($1)`,
      [this.#idle],
    );
    const background = await this.#client.query<{ calls: number }>(
      `select coalesce(sum(calls), 0)::int as calls from pg_stat_statements where ${inBackground} and not (${notWork})`,
    );
    this.#backgroundCalls += background.rows[0]?.calls ?? 0;
    await this.#client.query('select pg_stat_statements_reset()');
    const [row] = rows;
    return { statements: row?.statements ?? 0, walBytes: row?.wal ?? 0 };
  }

  /** Notes the statements that were run so far as those of idle programs, which count as no work. */
  async noteIdle(): Promise<void> {
    const { rows } = await this.#client.query<{ query: string }>('select query from pg_stat_statements');
    this.#idle.push(...rows.map(({ query }) => query));
    await this.#client.query('select pg_stat_statements_reset()');
  }

  /** Waits until the tasks have ended; asks Postgres, so that no program does anything for it. */
  async untilEnded(taskIds: readonly string[]): Promise<void> {
    const text = `select /* meter */ count(*)::int as ended from ai_analysis_tasks
      where task_id = any ($1) and status = 'SUCCESS'`;
    const ended = async (): Promise<boolean> => {
      const { rows } = await this.#client.query<{ ended: number }>(text, [taskIds]);
      return rows[0]?.ended === taskIds.length;
    };
    await waitFor(ended, { what: `${taskIds.length} tasks to succeed`, timeoutMs: 120_000 });
  }

  /**
   * Keeps the ledger from accepting anything while the requests of `arrive` come in. Without it the number of requests
   * that one statement takes depends on how fast they come.
   */
  async whileLocked(arrive: () => Promise<void>): Promise<void> {
    await this.#client.query('begin');
    await this.#client.query('lock table practice_records in access exclusive mode');
    await arrive();
    await this.#client.query('commit');
  }

  /**
   * All rows that were written so far; the updates without those of the background. Programs report them when they
   * disconnect, so stop them before.
   */
  async rows(): Promise<RowWork> {
    const others = `select /* meter */ from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`;
    await waitFor(async () => (await this.#client.query(others)).rowCount === 0, {
      what: 'all programs to disconnect',
    });
    const { rows } = await this.#client.query<RowWork>(
      `select coalesce(sum(n_tup_ins), 0)::int as inserted, coalesce(sum(n_tup_upd), 0)::int as updated,
         coalesce(sum(n_tup_del), 0)::int as deleted, coalesce(sum(n_tup_hot_upd), 0)::int as hot
       from pg_stat_user_tables`,
    );
    const found = rows[0] ?? { inserted: 0, updated: 0, deleted: 0, hot: 0 };
    return { ...found, updated: found.updated - runningAtATime * this.#backgroundCalls };
  }

  /** Whether recovery has run in spite of the lock. */
  async hasRecovered(): Promise<boolean> {
    return ((await this.#client.query('select from recovery_rounds')).rowCount ?? 0) > 0;
  }

  async stop(): Promise<void> {
    await this.#client.end();
  }
}
