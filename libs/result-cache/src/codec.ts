import {
  snapshotFieldEntries,
  stepText,
  type ErrorKind,
  type SnapshotField,
  type StepMark,
  type TaskSnapshot,
} from '@vocalborn/task';

/** Key of a task's hash in the result cache, as Celery names it. */
export function resultCacheKey(taskId: string): string {
  return `celery-task-meta-${taskId}`;
}

/** Key of the checkpoint up to which the hashes of ended tasks were corrected. */
export const endingsCheckpointKey = 'vocalborn:endings-checkpoint';

/** Seconds after its last change until a hash expires. */
export const resultCacheTtlSeconds = 3600;

/** A null is stored as the word `null`, always, so that every hash has every field. */
const none = 'null';

const text = (value: string | number | null): string => (value === null ? none : String(value));
const read = (value: string | undefined): string | null => (value === undefined || value === none ? null : value);

/** The hash of a snapshot: Celery's fields, the progress fields, and what the gateway needs to answer a poll. */
export function encodeSnapshot(task: TaskSnapshot): Record<string, string> {
  const stored = snapshotFieldEntries.map(([name, { cacheField }]) => [cacheField, text(task[name])]);
  return {
    ...(Object.fromEntries(stored) as Record<string, string>),
    result: task.resultId === null ? none : JSON.stringify({ result_id: task.resultId }),
    children: '[]',
    current_step: stepText(task.step, 'zh-TW'),
    error_kind: text(task.error?.kind ?? null),
    error_message: text(task.error?.message ?? null),
    failed_at: text(task.status === 'FAILURE' ? task.completedAt : null),
    steps: JSON.stringify(task.steps),
  };
}

/** Parses a hash; null when it lacks a field, as that of an older version does, or was not written by `encodeSnapshot`. */
export function decodeSnapshot(hash: Record<string, string>): TaskSnapshot | null {
  if (snapshotFieldEntries.some(([, { cacheField }]) => hash[cacheField] === undefined)) return null;
  const stored = snapshotFieldEntries.map(([name, field]) => [name, valueOf(hash[field.cacheField], field)]);
  const kind = read(hash.error_kind);
  return {
    ...(Object.fromEntries(stored) as Omit<TaskSnapshot, 'steps' | 'error'>),
    steps: JSON.parse(hash.steps ?? '[]') as StepMark[],
    error: kind === null ? null : { kind: kind as ErrorKind, message: read(hash.error_message) ?? '' },
  };
}

function valueOf(stored: string | undefined, { type }: SnapshotField): string | number | null {
  const value = read(stored);
  return value === null || type !== 'integer' ? value : Number(value);
}
