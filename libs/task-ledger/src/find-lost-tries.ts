import { runStatement, type DataSource } from '@vocalborn/database';

/** A try by its fencing number. */
export interface TryReference {
  readonly taskId: string;
  readonly attempt: number;
}

/** Index: primary key; one statement for all tasks that a worker runs. */
const statement = {
  name: 'find-lost-tries',
  text: `
    select own.task_id, own.attempt from unnest($1::uuid[], $2::int[]) as own (task_id, attempt)
    left join ai_analysis_tasks t on t.task_id = own.task_id
    where t.task_id is null or t.attempt <> own.attempt or t.status <> 'PROCESSING'`,
};

/** Of the given tries, those that no longer own their task: cancelled, ended, or taken over by a later attempt. */
export async function findLostTries(database: DataSource, tries: readonly TryReference[]): Promise<TryReference[]> {
  if (tries.length === 0) return [];
  const values = [tries.map((own) => own.taskId), tries.map((own) => own.attempt)];
  const rows = await runStatement<{ task_id: string; attempt: number }>(database, statement, values);
  return rows.map((row) => ({ taskId: row.task_id, attempt: row.attempt }));
}
