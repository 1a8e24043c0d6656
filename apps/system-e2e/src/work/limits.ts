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
    walBytes: of(1421, 1600),
    redisCommands: of(2, 2),
    redisScriptCommands: of(12.95, 13.5),
    redisBytes: of(1871, 2050),
  },
  'submit together': {
    statements: of(0.075, 0.1),
    walBytes: of(1820, 2050),
    redisCommands: of(1.05, 1.1),
    redisScriptCommands: of(7.3, 8),
    redisBytes: of(1593, 1750),
  },
  'status poll': {
    statements: of(0, 0),
    walBytes: of(0, 0),
    redisCommands: of(1, 1),
    redisScriptCommands: of(0, 0),
    redisBytes: of(124, 136),
  },
  'result read': {
    statements: of(1, 1),
    walBytes: of(0, 0),
    redisCommands: of(0, 0),
    redisScriptCommands: of(0, 0),
    redisBytes: of(0, 0),
  },
  'task alone': {
    statements: of(3.03, 3.4),
    walBytes: of(5715, 6500),
    redisCommands: of(7.1, 8),
    redisScriptCommands: of(29.1, 33),
    redisBytes: of(5529, 6300),
  },
  'run among others': {
    statements: of(2.03, 2.3),
    walBytes: of(4309, 4900),
    redisCommands: of(3.03, 3.4),
    redisScriptCommands: of(17.9, 20),
    redisBytes: of(3190, 3600),
  },
} as const satisfies Record<string, WorkLimits>;

/** Rows that one task inserts, updates and deletes in all tables, from its submission to its end. */
export const rowLimits = { inserted: of(11, 11), updated: of(5.93, 6.2), deleted: of(1, 1) } as const;

/** Least share of the updates that Postgres does within a page, without touching an index (HOT). */
export const hotShareAtLeast = { measured: 1, limit: 0.9 } as const;
