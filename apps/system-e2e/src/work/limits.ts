/**
 * The work that the pipeline may do. Each limit stands beside the value that was measured, at most 15 % above it:
 * whoever makes the pipeline do less lowers both. These are counts, not times, so a busy machine changes nothing.
 */
export interface Limit {
  readonly measured: number;
  readonly limit: number;
}

/** What one operation, or one whole task from its submission to its end, may cost. */
export interface WorkLimits {
  /** SQL statements, without those that write steps in the background. */
  readonly statements: Limit;
  /** Bytes of Postgres' write-ahead log, without commit records. */
  readonly walBytes: Limit;
  /** Commands that programs send to Redis. */
  readonly redisCommands: Limit;
  /** Commands that Redis' scripts run on their behalf. */
  readonly redisScriptCommands: Limit;
  /** Bytes of the commands that programs send to Redis. */
  readonly redisBytes: Limit;
}

export type Operation = keyof typeof workLimits;

const of = (measured: number, limit: number): Limit => ({ measured, limit });
/**
 * Per operation. `task alone`: from the submission to the end of a task that an idle worker runs. `run among others`:
 * the part of a worker when a queue is full.
 */
export const workLimits = {
  'submit alone': {
    statements: of(1, 1),
    walBytes: of(1650, 1800),
    redisCommands: of(3, 3),
    redisScriptCommands: of(10, 10),
    redisBytes: of(2306, 2500),
  },
  'submit together': {
    statements: of(0.075, 0.1),
    walBytes: of(1799, 2000),
    redisCommands: of(3, 3),
    redisScriptCommands: of(10, 10),
    redisBytes: of(2306, 2500),
  },
  'status poll': {
    statements: of(0, 0),
    walBytes: of(0, 0),
    redisCommands: of(1, 1),
    redisScriptCommands: of(0, 0),
    redisBytes: of(73, 80),
  },
  'result read': {
    statements: of(1, 1),
    walBytes: of(0, 0),
    redisCommands: of(1, 1),
    redisScriptCommands: of(0, 0),
    redisBytes: of(73, 80),
  },
  'task alone': {
    statements: of(3.1, 3.5),
    walBytes: of(7239, 8000),
    redisCommands: of(14.1, 15.5),
    redisScriptCommands: of(48, 52),
    redisBytes: of(12977, 14500),
  },
  'run among others': {
    statements: of(2.05, 2.3),
    walBytes: of(5535, 6200),
    redisCommands: of(8.2, 9.2),
    redisScriptCommands: of(35.3, 39),
    redisBytes: of(9896, 11300),
  },
} as const satisfies Record<string, WorkLimits>;

/** Rows that one task inserts, updates and deletes in all tables, from its submission to its end. */
export const rowLimits = { inserted: of(10, 10), updated: of(5, 5.2), deleted: of(0, 0) } as const;

/**
 * Least share of the updates that Postgres does within a page, without touching an index (HOT). Today those of the
 * practice records are, and none of the tasks, whose every change of state moves entries of indexes.
 */
export const hotShareAtLeast = { measured: 0.54, limit: 0.5 } as const;
