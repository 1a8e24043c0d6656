import { runStatement, type DataSource } from '@vocalborn/database';
import { hourOf, minutesFromEvents, sumOfMinutes, unsettledMinutes } from './task-minutes.sql.js';

/** What happened to tasks within some time: counts of events, and sums in seconds. */
export interface TaskFigures {
  readonly accepted: number;
  readonly started: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly retried: number;
  readonly revoked: number;
  /** Claims of due tasks, and how long those had waited. */
  readonly waits: number;
  readonly waitSeconds: number;
  readonly longestWaitSeconds: number | null;
  /** Of successes; the counts are per bucket of `processingBounds`. */
  readonly processingSeconds: number;
  readonly processingBuckets: readonly number[];
}

export interface FiguresOfWindow extends TaskFigures {
  /** Whole minutes: the one that the window begins in is counted from its start. */
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
  retried: number;
  revoked: number;
  waits: number;
  wait_seconds: number;
  longest_wait_seconds: number | null;
  processing_seconds: number;
  processing_buckets: number[];
}

/**
 * Minutes that had settled when they were last added up come from the tables, all later ones straight from the events:
 * the answer is the same whether or not a monitor runs, and as cheap as the monitor is up to date. The bounds of $1 keep
 * the answer to the window where nothing was ever added up.
 */
const settled = `
  settled as (
    select greatest($1::timestamptz, least(
      date_trunc('minute', now()) - ${unsettledMinutes} * interval '1 minute',
      (select coalesce(max(minute) - ${unsettledMinutes} * interval '1 minute', $1) from task_minutes)
    )) as until
  )`;

const latest = `
  select latest.* from settled, lateral (
    ${minutesFromEvents.replace('e.at >= $1 and e.at < $2', 'e.at >= until')}
  ) latest`;

/** Minute by minute since $1. */
const byMinutes = `
  ${settled}, minutes as (
    select m.* from task_minutes m, settled where minute >= $1 and minute < until
    union all ${latest}
  )`;

const [firstHour, lastHour] = [hourOf(`($1::timestamptz + interval '59 minutes')`), hourOf('until')];

/** Whole hours since $1 as one row each, and minutes before the first and after the last of them. */
const byHours = `
  ${settled}, minutes as (
    select m.* from task_minutes m, settled where minute >= $1 and minute < least(${firstHour}, until)
    union all select h.* from task_hours h, settled where hour >= ${firstHour} and hour < ${lastHour}
    union all
    select m.* from task_minutes m, settled where minute >= greatest(${firstHour}, ${lastHour}) and minute < until
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

/** What happened since the start of the given minute. Indexes: primary key, state_changes_by_time, events_by_task. */
export async function figuresSince(database: DataSource, from: Date): Promise<FiguresOfWindow> {
  const start = startOfMinute(from);
  const [row] = await runStatement<FiguresRow & { to: Date }>(database, windowStatement, [start]);
  if (!row) throw new Error('a sum without groups has one row');
  return { from: start, to: row.to, ...figuresOf(row) };
}

/**
 * The same in steps of whole minutes, oldest first; steps in which nothing happened are there too. They begin where
 * `startOfSteps` says.
 */
export async function figuresInSteps(database: DataSource, from: Date, stepSeconds: number): Promise<FiguresOfStep[]> {
  const values = [startOfSteps(from, stepSeconds), stepSeconds];
  const statement = stepSeconds % hourSeconds === 0 ? hourSteps : minuteSteps;
  const rows = await runStatement<FiguresRow & { at: Date }>(database, statement, values);
  return rows.map((row) => ({ at: row.at, ...figuresOf(row) }));
}

const hourSeconds = 3_600;

/** Start of the minute, or for steps of whole hours of the hour, that an instant lies in. */
export function startOfSteps(at: Date, stepSeconds: number): Date {
  const unit = stepSeconds % hourSeconds === 0 ? hourSeconds : 60;
  return new Date(Math.floor(at.getTime() / (unit * 1000)) * unit * 1000);
}

const startOfMinute = (at: Date): Date => startOfSteps(at, 60);

function figuresOf(row: FiguresRow): TaskFigures {
  const { accepted, started, succeeded, failed, retried, revoked, waits } = row;
  return {
    ...{ accepted, started, succeeded, failed, retried, revoked, waits },
    waitSeconds: row.wait_seconds,
    longestWaitSeconds: row.longest_wait_seconds,
    processingSeconds: row.processing_seconds,
    processingBuckets: row.processing_buckets,
  };
}
