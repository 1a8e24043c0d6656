import { runStatement, type Database } from '@vocalborn/database';
import { figureColumns, hourOf, minutesFromEvents, sumOfMinutes, unsettledMinutes } from './task-minutes.sql.js';

/** The events of tasks within some time: counts, and sums in seconds. */
export interface TaskFigures {
  readonly accepted: number;
  readonly started: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Those of `failed` whose recording could not be used: error kind `file`. */
  readonly unusable: number;
  readonly retried: number;
  readonly revoked: number;
  /** Number of claims of due tasks, and the sum of their waits. */
  readonly waits: number;
  readonly waitSeconds: number;
  readonly longestWaitSeconds: number | null;
  /** Sum of the processing times of successes, and their number in each bucket of `processingBounds`. */
  readonly processingSeconds: number;
  readonly processingBuckets: readonly number[];
}

export interface FiguresOfWindow extends TaskFigures {
  /** The start of the minute in which the window begins. */
  readonly from: Date;
  readonly to: Date;
}

export interface FiguresOfStep extends TaskFigures {
  readonly at: Date;
}

interface FiguresRow {
  accepted: number;
  started: number;
  succeeded: number;
  failed: number;
  unusable: number;
  retried: number;
  revoked: number;
  waits: number;
  wait_seconds: number;
  longest_wait_seconds: number | null;
  processing_seconds: number;
  processing_buckets: number[];
}

/**
 * The end of the minutes that are read from the tables. Later minutes are computed from the events, so the answer does
 * not depend on the last roll-up, only its cost does. Without any roll-up all minutes come from the events.
 */
const settled = `
  settled as (
    select greatest($1::timestamptz, least(
      date_trunc('minute', now()) - ${unsettledMinutes} * interval '1 minute',
      (select coalesce(max(minute) - ${unsettledMinutes} * interval '1 minute', $1) from task_minutes)
    )) as until
  )`;

// Named columns: a later migration may add a column while this version still runs.
const [minuteColumns, hourColumns] = ['minute', 'hour'].map((time) =>
  ['m.' + time, ...figureColumns.map((name) => 'm.' + name)].join(', '),
);

const latest = `
  select latest.* from settled, lateral (
    ${minutesFromEvents.replace('e.at >= $1 and e.at < $2', 'e.at >= until')}
  ) latest`;

/** Minute by minute since $1. */
const byMinutes = `
  ${settled}, minutes as (
    select ${minuteColumns} from task_minutes m, settled where minute >= $1 and minute < until
    union all ${latest}
  )`;

const [firstHour, lastHour] = [hourOf(`($1::timestamptz + interval '59 minutes')`), hourOf('until')];

/** One row for each whole hour since $1, and one for each minute before the first and after the last whole hour. */
const byHours = `
  ${settled}, minutes as (
    select ${minuteColumns} from task_minutes m, settled where minute >= $1 and minute < least(${firstHour}, until)
    union all select ${hourColumns} from task_hours m, settled where hour >= ${firstHour} and hour < ${lastHour}
    union all
    select ${minuteColumns} from task_minutes m, settled where minute >= greatest(${firstHour}, ${lastHour}) and minute < until
    union all ${latest}
  )`;

const windowStatement = {
  name: 'task-figures-of-window',
  text: `with ${byHours} select ${sumOfMinutes}, now() as "to" from minutes m`,
};

const inSteps = (name: string, minutes: string) => ({
  name,
  text: `
    with ${minutes}
    select step.at, ${sumOfMinutes}
    from generate_series($1::timestamptz, now(), $2::int * interval '1 second') as step (at)
    left join minutes m on date_bin($2::int * interval '1 second', m.minute, $1::timestamptz) = step.at
    group by step.at order by step.at`,
});

const minuteSteps = inSteps('task-figures-in-steps-of-minutes', byMinutes);
const hourSteps = inSteps('task-figures-in-steps-of-hours', byHours);

/** The figures since the start of the given minute. Indexes: primary key, state_changes_by_time, events_by_task. */
export async function figuresSince(database: Database, from: Date): Promise<FiguresOfWindow> {
  const start = startOfMinute(from);
  const [row] = await runStatement<FiguresRow & { to: Date }>(database, windowStatement, [start]);
  if (!row) throw new Error('a sum without groups has one row');
  return { from: start, to: row.to, ...figuresOf(row) };
}

/**
 * The figures in steps of whole minutes, oldest first, including steps without events. The first step begins at
 * `startOfSteps`.
 */
export async function figuresInSteps(database: Database, from: Date, stepSeconds: number): Promise<FiguresOfStep[]> {
  const values = [startOfSteps(from, stepSeconds), stepSeconds];
  const statement = stepSeconds % hourSeconds === 0 ? hourSteps : minuteSteps;
  const rows = await runStatement<FiguresRow & { at: Date }>(database, statement, values);
  return rows.map((row) => ({ at: row.at, ...figuresOf(row) }));
}

const hourSeconds = 3_600;

/** The start of the minute of an instant; of its hour, for steps of whole hours. */
export function startOfSteps(at: Date, stepSeconds: number): Date {
  const unit = stepSeconds % hourSeconds === 0 ? hourSeconds : 60;
  return new Date(Math.floor(at.getTime() / (unit * 1000)) * unit * 1000);
}

const startOfMinute = (at: Date): Date => startOfSteps(at, 60);

function figuresOf(row: FiguresRow): TaskFigures {
  const { accepted, started, succeeded, failed, unusable, retried, revoked, waits } = row;
  return {
    ...{ accepted, started, succeeded, failed, unusable, retried, revoked, waits },
    waitSeconds: row.wait_seconds,
    longestWaitSeconds: row.longest_wait_seconds,
    processingSeconds: row.processing_seconds,
    processingBuckets: row.processing_buckets,
  };
}
