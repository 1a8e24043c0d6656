import { stepText, type TaskSnapshot } from '@vocalborn/task';
import type { HistoryEntry } from '@vocalborn/task-ledger';
import type { HistoryStandingDto } from './task-history.dto.js';
import type { TaskStandingDto } from './task-standing.dto.js';

type Standing = Pick<TaskSnapshot, 'status' | 'progress' | 'step' | 'workerName'>;

/** Where a task is, as every table and message tells it. */
export const standingOf = ({ status, progress, step, workerName }: Standing) =>
  ({
    state: status,
    progress,
    step,
    current_step: stepText(step, 'zh-TW'),
    current_step_en: stepText(step, 'en-US'),
    worker: workerName,
  }) satisfies TaskStandingDto;

/** A state or a step that a task reached, as its history and the stream of events tell it. */
export const reachedStanding = (entry: HistoryEntry) =>
  ({
    ...standingOf(entry),
    attempt: entry.attempt,
    error: entry.errorKind === null ? null : { kind: entry.errorKind, message: entry.errorMessage },
    next_retry_at: entry.nextRetryAt,
    at: entry.at,
  }) satisfies HistoryStandingDto;
