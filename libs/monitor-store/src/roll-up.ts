import { inTransaction, runStatement, type Database } from '@vocalborn/database';
import { figureColumns, hourOf, minutesFromEvents, sumOfMinutes, unsettledMinutes } from './task-minutes.sql.js';

/** Start of the next roll-up: shortly before the last stored minute, or the first event. */
const startStatement = {
  name: 'roll-up-start',
  text: `
    select coalesce(
      (select max(minute) from task_minutes) - ${unsettledMinutes} * interval '1 minute',
      (select min(at) from ai_analysis_task_events where status <> 'PROCESSING' or current_step = 'initialising')
    ) as start, now() as now`,
};

const replaced = figureColumns.map((name) => `${name} = excluded.${name}`).join(', ');

/** Depends only on the events, so repeated or concurrent roll-ups write the same values. */
const writeMinutes = `
    insert into task_minutes (minute, ${figureColumns.join(', ')})
    ${minutesFromEvents}
    order by 1
    on conflict (minute) do update set ${replaced}`;

/** The hours of the minutes between $1 and $2, computed from all their minutes. */
const writeHours = `
    insert into task_hours (hour, ${figureColumns.join(', ')})
    select ${hourOf('minute')}, ${sumOfMinutes} from task_minutes m
    where minute >= ${hourOf('$1::timestamptz')} and minute < ${hourOf('$2::timestamptz')} + interval '1 hour'
    group by 1 order by 1
    on conflict (hour) do update set ${replaced}`;

/** Length of the time that one statement rolls up, so that a long history takes many short statements. */
const chunkMs = 6 * 3_600_000;

/** Rolls up the events of all minutes since the last roll-up. Several processes may run it at the same time. */
export async function rollUpTaskMinutes(database: Database): Promise<void> {
  const [found] = await runStatement<{ start: Date | null; now: Date }>(database, startStatement, []);
  if (!found?.start) return;
  const first = Math.floor(found.start.getTime() / 60_000) * 60_000;
  const end = found.now.getTime() + 60_000;
  for (let from = first; from < end; from += chunkMs) {
    const values = [new Date(from), new Date(Math.min(from + chunkMs, end))];
    // One transaction: a stored minute is always contained in its hour.
    await inTransaction(database, async (query) => {
      await query(writeMinutes, values);
      await query(writeHours, values);
    });
  }
}
