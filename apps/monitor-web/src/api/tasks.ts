import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ErrorKind, StepName, TaskState } from '@vocalborn/task';
import { post, queryString, request, type ApiError } from './request.js';

export interface TaskError {
  readonly kind: ErrorKind;
  readonly message: string;
}

/** A task as the monitor's tables show it. */
export interface TaskRow {
  readonly task_id: string;
  readonly state: TaskState;
  readonly progress: number;
  readonly step: StepName;
  readonly worker: string | null;
  readonly user_id: string;
  readonly practice_record_id: string;
  readonly attempt: number;
  readonly retry_count: number;
  readonly max_retries: number | null;
  readonly next_retry_at: string | null;
  readonly error: TaskError | null;
  readonly result_id: string | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly completed_at: string | null;
}

/** One thing that happened to a task. */
export interface HistoryEntry {
  readonly event_id: string;
  readonly attempt: number;
  readonly state: TaskState;
  readonly progress: number;
  readonly step: StepName;
  readonly worker: string | null;
  readonly error: TaskError | null;
  readonly traceback: string | null;
  readonly next_retry_at: string | null;
  readonly at: string;
}

/** How a result was made; what it says is between the patient and the therapist. */
export interface ResultSummary {
  readonly analysis_model_version: string;
  readonly processing_time_seconds: number;
  readonly audio_seconds: number | null;
  readonly audio_format: string | null;
  readonly confidence_level: number | null;
  readonly stored_at: string;
}

export interface TaskWithHistory extends TaskRow {
  readonly name: string;
  readonly traceback: string | null;
  readonly params: Readonly<Record<string, number | boolean | null | string>>;
  readonly result: ResultSummary | null;
  readonly history: readonly HistoryEntry[];
}

export interface TaskPage {
  readonly tasks: readonly TaskRow[];
  readonly next: string | null;
}

export type TaskQuery = Readonly<Record<string, string | null>>;

export const pageSize = 50;

/** @param query null to look for nothing */
export const useTaskPage = (query: TaskQuery | null, cursor: string | null) =>
  useQuery<TaskPage, ApiError>({
    enabled: query !== null,
    queryKey: ['tasks', query, cursor],
    queryFn: () => request(`/api/tasks/page${queryString({ ...query, cursor, limit: pageSize })}`),
    placeholderData: keepPreviousData,
  });

export const useTaskCounts = () =>
  useQuery<Readonly<Record<TaskState, number>>, ApiError>({
    queryKey: ['task-counts'],
    queryFn: () => request('/api/tasks/counts'),
  });

export const useTask = (taskId: string) =>
  useQuery<TaskWithHistory, ApiError>({
    queryKey: ['task', taskId],
    queryFn: () => request(`/api/tasks/${encodeURIComponent(taskId)}/history`),
  });

export type TaskAction = 'revoke' | 'retry';

/** Why the monitor leaves a task alone. */
export type RefusalCode =
  | 'task-ended'
  | 'task-not-retryable'
  | 'record-already-reviewed'
  | 'record-without-audio'
  | 'analysis-running'
  | 'not-found';

export interface BulkResult {
  readonly task_id: string;
  readonly done: boolean;
  readonly code: RefusalCode | null;
}

export interface BulkAnswer {
  readonly done: number;
  readonly results: readonly BulkResult[];
}

/** Most tasks that the monitor does something to at once. */
export const bulkLimit = 500;

export const actOnTasks = (action: TaskAction, taskIds: readonly string[]): Promise<BulkAnswer> =>
  post('/api/tasks/bulk', { action, task_ids: taskIds });
