import { statusWord, stepText, type Language } from '@vocalborn/task';
import type { HistoryEntry } from '@vocalborn/task-ledger';

/** The texts of events that are in memory; they go with their events. */
const rendered = new WeakMap<HistoryEntry, Map<Language, string>>();

/** What a stream tells of an event, as JSON. It is made once for all listeners of the language. */
export function eventText(event: HistoryEntry, language: Language): string {
  const texts = rendered.get(event) ?? new Map<Language, string>();
  rendered.set(event, texts);
  const text = texts.get(language) ?? JSON.stringify(renderEvent(event, language));
  texts.set(language, text);
  return text;
}

/** The state of the task after the event, with the names that `GET /tasks/{task_id}` uses. */
const renderEvent = (event: HistoryEntry, language: Language): Record<string, unknown> => ({
  task_id: event.taskId,
  practice_record_id: event.practiceRecordId,
  user_id: event.userId,
  status: statusWord(event.status),
  progress: event.progress,
  current_step: stepText(event.step, language),
  step: event.step,
  worker_name: event.workerName,
  attempt: event.attempt,
  error: event.errorKind === null ? null : { kind: event.errorKind, message: event.errorMessage },
  next_retry_at: event.nextRetryAt,
  at: event.at,
});
