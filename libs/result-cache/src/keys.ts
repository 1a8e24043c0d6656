/** Key of a task's hash in the result cache, as Celery names it. */
export function resultCacheKey(taskId: string): string {
  return `celery-task-meta-${taskId}`;
}

/** Key of the checkpoint up to which the hashes of ended tasks were corrected. */
export const endingsCheckpointKey = 'vocalborn:endings-checkpoint';

/** Seconds after its last change until a hash expires. */
export const resultCacheTtlSeconds = 3600;
