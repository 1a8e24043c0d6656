import { runStatement, type Database } from '@vocalborn/database';

/** An attempt, named by its task and fence number. */
export interface AttemptReference {
  readonly taskId: string;
  readonly attempt: number;
}

/** One statement for all attempts that a worker runs. Index: primary key. */
const statement = {
  name: 'find-lost-attempts',
  text: `
    select own.task_id, own.attempt from unnest($1::uuid[], $2::int[]) as own (task_id, attempt)
    left join ai_analysis_tasks t on t.task_id = own.task_id
    where t.task_id is null or t.attempt <> own.attempt or t.status <> 'PROCESSING'`,
};

/** The given attempts that no longer own their task: it was cancelled, has ended, or a later attempt took it over. */
export async function findLostAttempts(
  database: Database,
  attempts: readonly AttemptReference[],
): Promise<AttemptReference[]> {
  if (attempts.length === 0) return [];
  const values = [attempts.map((own) => own.taskId), attempts.map((own) => own.attempt)];
  const rows = await runStatement<{ task_id: string; attempt: number }>(database, statement, values);
  return rows.map((row) => ({ taskId: row.task_id, attempt: row.attempt }));
}
