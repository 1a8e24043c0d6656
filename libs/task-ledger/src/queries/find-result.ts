import { runStatement, type Database } from '@vocalborn/database';

/** A stored result. */
export interface StoredResult {
  readonly resultId: string;
  /** The owner of the task. */
  readonly userId: string;
  /** JSON as Postgres keeps it: most readers pass it on, and the result of a long recording takes milliseconds to parse. */
  readonly analysisResultJson: string;
  readonly analysisModelVersion: string;
  readonly processingTimeSeconds: number;
  readonly completedAt: string;
}

interface ResultRow {
  result_id: string;
  user_id: string;
  analysis_result: string;
  analysis_model_version: string;
  processing_time_seconds: number;
  created_at: Date;
}

/** Indexes: the unique one on ai_analysis_results.task_id, and the primary key of ai_analysis_tasks. */
const statement = {
  name: 'find-result',
  text: `
    select r.result_id, t.user_id, r.analysis_result::text, r.analysis_model_version, r.processing_time_seconds,
      r.created_at
    from ai_analysis_results r join ai_analysis_tasks t using (task_id) where r.task_id = $1`,
};

/** The result of a task; null when there is none. */
export async function findResult(database: Database, taskId: string): Promise<StoredResult | null> {
  const [row] = await runStatement<ResultRow>(database, statement, [taskId]);
  if (!row) return null;
  return {
    resultId: row.result_id,
    userId: row.user_id,
    analysisResultJson: row.analysis_result,
    analysisModelVersion: row.analysis_model_version,
    processingTimeSeconds: row.processing_time_seconds,
    completedAt: row.created_at.toISOString(),
  };
}
