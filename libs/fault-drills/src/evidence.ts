import type { DrilledSystem } from './drilled-system.js';
import { isFinal, type TaskRow } from './judge.js';

/** Reads the ledger's rows of the accepted tasks and of every task created since the given time. */
export async function readRows(drilled: DrilledSystem, since: string, accepted: Iterable<string>): Promise<TaskRow[]> {
  const ids = [...accepted].map((id) => `'${id}'`).join(',');
  const rows = await drilled.sql(`
    select t.task_id, t.status, t.error_kind, t.attempt, extract(epoch from t.completed_at) * 1000 as completed_ms,
      extract(epoch from t.created_at) * 1000 as created_ms,
      (select count(*) from ai_analysis_results r where r.task_id = t.task_id)::int as results,
      coalesce((select max(n) from (select count(*) as n from ai_analysis_task_events e
        where e.task_id = t.task_id and e.status = 'SUCCESS' group by e.attempt) as per_attempt), 0)::int as successes,
      array(select extract(epoch from min(e.at)) * 1000 from ai_analysis_task_events e
        where e.task_id = t.task_id and e.status = 'PROCESSING' group by e.attempt order by e.attempt)::float8[] as attempts
    from ai_analysis_tasks t
    where t.created_at >= '${since}' ${ids === '' ? '' : `or t.task_id in (${ids})`}`);
  return rows.map((row) => ({
    taskId: String(row['task_id']),
    status: String(row['status']),
    errorKind: row['error_kind'] as string | null,
    attempt: Number(row['attempt']),
    results: Number(row['results']),
    successesOfAnAttempt: Number(row['successes']),
    createdAtMs: Math.round(Number(row['created_ms'])),
    attemptsAtMs: row['attempts'] as number[],
    completedAtMs: row['completed_ms'] === null ? null : Math.round(Number(row['completed_ms'])),
  }));
}

/** Reads the states of the tasks that have an entry in the result cache. */
export async function readCache(drilled: DrilledSystem, rows: readonly TaskRow[]): Promise<Map<string, string>> {
  const states = await drilled.redis(1, (redis) =>
    Promise.all(rows.map(({ taskId }) => redis.hget(`celery-task-meta-${taskId}`, 'status'))),
  );
  return new Map(rows.flatMap(({ taskId }, index) => (states[index] ? [[taskId, states[index]]] : [])));
}

/** The time of the database's clock, as text with microseconds. */
export async function databaseTime(drilled: DrilledSystem): Promise<string> {
  const [row] = await drilled.sql('select clock_timestamp()::text as now');
  return String(row?.['now']);
}

/** Number of tasks created since the given time that have not ended. */
export async function countOpen(drilled: DrilledSystem, since: string): Promise<number> {
  const [row] = await drilled.sql(`
    select count(*)::int as open from ai_analysis_tasks
    where created_at >= '${since}' and status in ('PENDING', 'PROCESSING', 'RETRY')`);
  return Number(row?.['open']);
}

/** Whether every cached state of an ended task equals the ledger's. */
export async function agrees(drilled: DrilledSystem, rows: readonly TaskRow[]): Promise<boolean> {
  const cached = await readCache(drilled, rows);
  return rows.every((row) => !isFinal(row.status) || (cached.get(row.taskId) ?? row.status) === row.status);
}
