import { stepText, taskName, type TaskSnapshot } from '@vocalborn/task';
import type { HistoryEntry, ResultSummary } from '@vocalborn/task-ledger';
import type {
  ActiveTaskDto,
  HistoryEntryDto,
  HistoryStandingDto,
  ResultSummaryDto,
  TaskRowDto,
  TaskStandingDto,
} from './task.dto.js';

type Standing = Pick<TaskSnapshot, 'status' | 'progress' | 'step' | 'workerName'>;

/** State, progress and worker of a task, as every table and message shows them. */
const standingOf = ({ status, progress, step, workerName }: Standing) =>
  ({
    state: status,
    progress,
    step,
    current_step: stepText(step, 'zh-TW'),
    current_step_en: stepText(step, 'en-US'),
    worker: workerName,
  }) satisfies TaskStandingDto;

/** A task that has not ended. */
export const activeTaskRow = (
  task: Standing & Pick<TaskSnapshot, 'taskId' | 'startedAt' | 'attempt'>,
): ActiveTaskDto => ({
  task_id: task.taskId,
  name: taskName,
  ...standingOf(task),
  started_at: task.startedAt,
  attempt: task.attempt,
});

/** A task in the monitor's tables: ids only, no names and nothing of what was said. */
export const taskRow = (task: TaskSnapshot) =>
  ({
    task_id: task.taskId,
    name: taskName,
    ...standingOf(task),
    user_id: task.userId,
    practice_record_id: task.practiceRecordId,
    attempt: task.attempt,
    retry_count: task.retryCount,
    max_retries: task.maxRetries,
    next_retry_at: task.nextRetryAt,
    error: task.error,
    result_id: task.resultId,
    created_at: task.createdAt,
    started_at: task.startedAt,
    completed_at: task.completedAt,
  }) satisfies TaskRowDto;

/** A state or a step that a task reached, as its history and the event stream show it. */
export const reachedStanding = (entry: HistoryEntry) =>
  ({
    ...standingOf(entry),
    attempt: entry.attempt,
    error: entry.errorKind === null ? null : { kind: entry.errorKind, message: entry.errorMessage },
    next_retry_at: entry.nextRetryAt,
    at: entry.at,
  }) satisfies HistoryStandingDto;

/** An entry of a task's history. */
export const historyRow = (entry: HistoryEntry & { readonly traceback: string | null }): HistoryEntryDto => ({
  event_id: entry.eventId,
  ...reachedStanding(entry),
  traceback: entry.traceback,
});

/** How a result was made, without its content. */
export const resultSummary = (result: ResultSummary): ResultSummaryDto => ({
  analysis_model_version: result.analysisModelVersion,
  processing_time_seconds: result.processingTimeSeconds,
  audio_seconds: result.audioSeconds,
  audio_format: result.audioFormat,
  confidence_level: result.confidence,
  stored_at: result.storedAt,
});
