import { runStatement, type Database } from '@vocalborn/database';

/** How a result was produced, without what it says about the patient. */
export interface ResultSummary {
  readonly analysisModelVersion: string;
  readonly processingTimeSeconds: number;
  readonly audioSeconds: number | null;
  readonly audioFormat: string | null;
  /** Confidence of the result, 0 to 1. */
  readonly confidence: number | null;
  readonly storedAt: string;
}

/** Details of a task that its snapshot does not hold. */
export interface TaskDetails {
  readonly params: Readonly<Record<string, unknown>>;
  readonly result: ResultSummary | null;
}

interface DetailsRow {
  params: Record<string, unknown>;
  analysis_model_version: string | null;
  processing_time_seconds: number;
  audio_duration: number | null;
  audio_format: string | null;
  confidence_level: number | null;
  stored_at: Date;
}

const statement = {
  name: 'find-task-details',
  text: `
    select t.params, r.analysis_model_version, r.processing_time_seconds, r.created_at as stored_at,
      (r.analysis_result #>> '{metadata,audio_duration}')::float8 as audio_duration,
      (r.analysis_result #>> '{metadata,confidence_level}')::float8 as confidence_level,
      r.analysis_result #>> '{metadata,audio_format}' as audio_format
    from ai_analysis_tasks t left join ai_analysis_results r using (task_id)
    where t.task_id = $1`,
};

/** The details of a task; null when it is unknown. Indexes: primary key, the unique one on task_id. */
export async function findTaskDetails(database: Database, taskId: string): Promise<TaskDetails | null> {
  const [row] = await runStatement<DetailsRow>(database, statement, [taskId]);
  if (!row) return null;
  const { analysis_model_version: analysisModelVersion } = row;
  if (analysisModelVersion === null) return { params: row.params, result: null };
  return {
    params: row.params,
    result: {
      analysisModelVersion,
      processingTimeSeconds: row.processing_time_seconds,
      audioSeconds: row.audio_duration,
      audioFormat: row.audio_format,
      confidence: row.confidence_level,
      storedAt: row.stored_at.toISOString(),
    },
  };
}
