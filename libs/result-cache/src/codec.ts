import { stepText, type StepMark, type TaskSnapshot } from '@vocalborn/task';

/** Key of a task's hash in the result cache, as Celery names it. */
export function resultCacheKey(taskId: string): string {
  return `celery-task-meta-${taskId}`;
}

/** Key of the checkpoint up to which the hashes of ended tasks were corrected. */
export const endingsCheckpointKey = 'vocalborn:endings-checkpoint';

/** Seconds after its last change until a hash expires. */
export const resultCacheTtlSeconds = 3600;

/** The fields of a hash that readers need: the snapshot without its steps, and the steps. */
export const readFields = ['snapshot', 'steps'] as const;

/** A snapshot as the script of `fenced-write.lua.ts` takes it. */
export interface EncodedSnapshot {
  /** JSON of the snapshot without its steps. */
  readonly snapshot: string;
  /** JSON of what changed since an earlier snapshot of the same attempt; empty: all of it. */
  readonly changes: string;
  readonly stepText: string;
  readonly steps: string;
}

/** @param before the snapshot that the writer wrote last; absent when it wrote none */
export function encodeSnapshot(task: TaskSnapshot, before?: TaskSnapshot): EncodedSnapshot {
  const { steps, ...rest } = task;
  return {
    snapshot: JSON.stringify(rest),
    changes: before?.attempt === task.attempt ? JSON.stringify(changesOf(rest, before)) : '',
    stepText: stepText(task.step, 'zh-TW'),
    steps: JSON.stringify(steps),
  };
}

/** Reads a hash; null when it lacks a field, as that of an older version does, or was never written. */
export function decodeSnapshot(snapshot: string | null, steps: string | null): TaskSnapshot | null {
  if (snapshot === null || steps === null) return null;
  const task = JSON.parse(snapshot) as Omit<TaskSnapshot, 'steps'>;
  return { ...task, steps: JSON.parse(steps) as StepMark[] };
}

function changesOf(task: Omit<TaskSnapshot, 'steps'>, before: TaskSnapshot): Partial<TaskSnapshot> {
  const names = Object.keys(task) as (keyof typeof task)[];
  return Object.fromEntries(names.filter((name) => task[name] !== before[name]).map((name) => [name, task[name]]));
}
