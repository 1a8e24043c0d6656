import { runStatement, type Database } from '@vocalborn/database';

/** A stored result. */
export interface StoredResult {
  readonly resultId: string;
  readonly analysisResult: Record<string, unknown>;
  readonly analysisModelVersion: string;
  readonly processingTimeSeconds: number;
  readonly completedAt: string;
}

interface ResultRow {
  result_id: string;
  analysis_result: Record<string, unknown>;
  analysis_model_version: string;
  processing_time_seconds: number;
  created_at: Date;
}

/** Index: the unique one on ai_analysis_results.task_id. */
const statement = {
  name: 'find-result',
  text: `
    select result_id, analysis_result, analysis_model_version, processing_time_seconds, created_at
    from ai_analysis_results where task_id = $1`,
};

/** The result of a task; null when there is none. */
export async function findResult(database: Database, taskId: string): Promise<StoredResult | null> {
  const [row] = await runStatement<ResultRow>(database, statement, [taskId]);
  if (!row) return null;
  return {
    resultId: row.result_id,
    analysisResult: row.analysis_result,
    analysisModelVersion: row.analysis_model_version,
    processingTimeSeconds: row.processing_time_seconds,
    completedAt: row.created_at.toISOString(),
  };
}
