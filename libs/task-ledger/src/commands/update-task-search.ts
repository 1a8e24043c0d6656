import { inTransaction, runStatement, type Database } from '@vocalborn/database';

/** Indexes: primary keys. */
const behindStatement = {
  name: 'task-search-is-behind',
  text: `
    select not exists (select from task_search_cursor where missing = '{}'
      and event_id >= (select coalesce(max(event_id), 0) from ai_analysis_task_events)) as behind`,
};

/** What is older than a minute is settled: a statement lasts 15 s at most. */
const createCursor = `
  insert into task_search_cursor (settled_event)
  select coalesce(max(event_id), 0) from (
    select event_id from ai_analysis_task_events
    where at < now() - interval '1 minute' and (status <> 'PROCESSING' or current_step = 'initialising')
    order by event_id desc limit 1
  ) settled
  on conflict do nothing`;

const oldestRunning = 'pg_snapshot_xmin(pg_current_snapshot())';
const next = 'pg_snapshot_xmax(pg_current_snapshot())';

/** A mark whose transactions have all ended, or that comes from another server: a restore. */
const isOver = `(c.marked_event is null or c.marked_xid <= ${oldestRunning} or c.marked_xid > ${next})`;

/**
 * Locks the cursor, so that one process at a time updates the table, and notes what is settled. A mark gets its
 * transaction number a second after its event, when whoever had taken an event number has a transaction number.
 */
const lockCursor = `
  update task_search_cursor c set
    settled_event = case when c.marked_xid <= ${oldestRunning} then c.marked_event else c.settled_event end,
    marked_event = case when ${isOver} then newest.event_id else c.marked_event end,
    marked_at = case when ${isOver} then now() else c.marked_at end,
    marked_xid = case when ${isOver} then null
      when c.marked_xid is null and now() - c.marked_at not between interval '0' and interval '1 second' then ${next}
      else c.marked_xid end
  from (select coalesce(max(event_id), 0) as event_id from ai_analysis_task_events) newest
  returning c.event_id, c.settled_event, c.missing`;

const columns = "event_id, task_id, status <> 'PROCESSING' or current_step = 'initialising' as changes";

/**
 * Reads the events after the cursor $1, and those of the missing ones in $3 that have come. Writes the tasks that they
 * change as they are now, unless they are written already. A missing event is given up when it is settled ($2). Steps alone
 * change nothing here. Indexes: primary keys.
 */
const writeTasks = `
  with fresh as materialized (
    select ${columns} from ai_analysis_task_events where event_id > $1::bigint order by event_id limit $4::int
  ), late as materialized (
    select ${columns} from ai_analysis_task_events where event_id = any ($3::bigint[])
  ), written as (
    insert into task_search as s
      (task_id, user_id, status, worker_name, error_kind, created_at, started_at, completed_at)
    select t.task_id, t.user_id, t.status, t.worker_name, t.error_kind, t.created_at, t.started_at, t.completed_at
    from (select distinct task_id from (table fresh union all table late) event where changes) changed
    cross join lateral (select * from ai_analysis_tasks t where t.task_id = changed.task_id offset 0) t
    on conflict (task_id) do update set status = excluded.status, worker_name = excluded.worker_name,
      error_kind = excluded.error_kind, started_at = excluded.started_at, completed_at = excluded.completed_at
    where (s.status, s.worker_name, s.error_kind, s.started_at, s.completed_at)
      is distinct from (excluded.status, excluded.worker_name, excluded.error_kind, excluded.started_at, excluded.completed_at)
  ), reached as (
    select coalesce(max(event_id), $1::bigint) as event_id, count(*)::int as events from fresh
  ), moved as (
    update task_search_cursor c set event_id = reached.event_id, missing = array(
      select number from (
        select unnest($3::bigint[])
        union all
        select generate_series(greatest($1::bigint, $2::bigint) + 1, reached.event_id)
      ) expected (number)
      where number > $2::bigint
        and number not in (select event_id from fresh) and number not in (select event_id from late)
    )
    from reached
  )
  select events from reached`;

/** Events per round: a round lasts less than a page of tasks may take. */
const eventsPerRound = 2_000;

/**
 * Brings `task_search` up to date with the events that are committed now: at most `limit` of them in one transaction, so
 * that the cost of a call is bounded. Any number of processes may call it at the same time; each event is taken over once,
 * and none is missed, however late it becomes visible.
 * @returns whether it is up to date; false when there are more events
 */
export async function updateTaskSearch(database: Database, limit: number = eventsPerRound): Promise<boolean> {
  const [row] = await runStatement<{ behind: boolean }>(database, behindStatement, []);
  if (row?.behind !== true) return true;
  return inTransaction(database, async (query) => {
    const [cursor] = (await query(lockCursor, [])) as Cursor[];
    if (!cursor) {
      await query(createCursor, []);
      return false;
    }
    const [round] = await query(writeTasks, [cursor.event_id, cursor.settled_event, cursor.missing, limit]);
    return (round as { events: number }).events < limit;
  });
}

interface Cursor {
  readonly event_id: string;
  readonly settled_event: string;
  readonly missing: readonly string[];
}

/** Calls `updateTaskSearch` until it is up to date, or `rounds` times. @returns whether it is up to date */
export async function catchUpTaskSearch(database: Database, rounds: number): Promise<boolean> {
  for (let round = 0; round < rounds; round += 1) if (await updateTaskSearch(database)) return true;
  return false;
}
