import { inTransaction, runStatement, type DataSource } from '@vocalborn/database';
import { hourOf, minutesFromEvents, sumOfMinutes, unsettledMinutes } from './task-minutes.sql.js';

/** Where the next round begins: before the last minute written, or at the first event there is. */
const startStatement = {
  name: 'roll-up-start',
  text: `
    select coalesce(
      (select max(minute) from task_minutes) - ${unsettledMinutes} * interval '1 minute',
      (select min(at) from ai_analysis_task_events where status <> 'PROCESSING' or current_step = 'initialising')
    ) as start, now() as now`,
};

const figures = [
  ...['accepted', 'started', 'succeeded', 'failed', 'retried', 'revoked', 'waits', 'wait_seconds'],
  ...['longest_wait_seconds', 'processing_seconds', 'processing_buckets'],
];

const replaced = figures.map((name) => `${name} = excluded.${name}`).join(', ');

/** Computed from the events alone: written twice, or by two processes at a time, it comes out the same. */
const writeMinutes = `
    insert into task_minutes (minute, ${figures.join(', ')})
    ${minutesFromEvents}
    order by 1
    on conflict (minute) do update set ${replaced}`;

/** The hours that the minutes between $1 and $2 lie in, computed anew from all of their minutes. */
const writeHours = `
    insert into task_hours (hour, ${figures.join(', ')})
    select ${hourOf('minute')}, ${sumOfMinutes} from task_minutes m
    where minute >= ${hourOf('$1::timestamptz')} and minute < ${hourOf('$2::timestamptz')} + interval '1 hour'
    group by 1 order by 1
    on conflict (hour) do update set ${replaced}`;

/** Most hours that one statement adds up, so that a long history is caught up with in short statements. */
const chunkMs = 6 * 3_600_000;

/** Brings the figures per minute up to date, however long nobody did. Safe to run in several processes at once. */
export async function rollUpTaskMinutes(database: DataSource): Promise<void> {
  const [found] = await runStatement<{ start: Date | null; now: Date }>(database, startStatement, []);
  if (!found?.start) return;
  const first = Math.floor(found.start.getTime() / 60_000) * 60_000;
  const end = found.now.getTime() + 60_000;
  for (let from = first; from < end; from += chunkMs) {
    const values = [new Date(from), new Date(Math.min(from + chunkMs, end))];
    // Together: where a minute is, its hour is too, whenever this is broken off.
    await inTransaction(database, async (query) => {
      await query(writeMinutes, values);
      await query(writeHours, values);
    });
  }
}
