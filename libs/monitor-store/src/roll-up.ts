import { runStatement, type DataSource } from '@vocalborn/database';
import { minutesFromEvents, unsettledMinutes } from './task-minutes.sql.js';

/** Where the next round begins: before the last minute written, or at the first event there is. */
const startStatement = {
  name: 'roll-up-start',
  text: `
    select coalesce(
      (select max(minute) from task_minutes) - ${unsettledMinutes} * interval '1 minute',
      (select min(at) from ai_analysis_task_events where status <> 'PROCESSING' or current_step = 'initialising')
    ) as start, now() as now`,
};

/** Computed from the events alone: written twice, or by two processes at a time, it comes out the same. */
const writeStatement = {
  name: 'roll-up',
  text: `
    insert into task_minutes (minute, accepted, started, succeeded, failed, retried, revoked, waits, wait_seconds,
      longest_wait_seconds, processing_seconds, processing_buckets)
    ${minutesFromEvents}
    order by 1
    on conflict (minute) do update set accepted = excluded.accepted, started = excluded.started,
      succeeded = excluded.succeeded, failed = excluded.failed, retried = excluded.retried, revoked = excluded.revoked,
      waits = excluded.waits, wait_seconds = excluded.wait_seconds,
      longest_wait_seconds = excluded.longest_wait_seconds, processing_seconds = excluded.processing_seconds,
      processing_buckets = excluded.processing_buckets`,
};

/** Most hours that one statement adds up, so that a long history is caught up with in short statements. */
const chunkMs = 6 * 3_600_000;

/** Brings the figures per minute up to date, however long nobody did. Safe to run in several processes at once. */
export async function rollUpTaskMinutes(database: DataSource): Promise<void> {
  const [found] = await runStatement<{ start: Date | null; now: Date }>(database, startStatement, []);
  if (!found?.start) return;
  const first = Math.floor(found.start.getTime() / 60_000) * 60_000;
  const end = found.now.getTime() + 60_000;
  for (let from = first; from < end; from += chunkMs) {
    await runStatement(database, writeStatement, [new Date(from), new Date(Math.min(from + chunkMs, end))]);
  }
}
