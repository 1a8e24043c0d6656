/** Key of a task's entry in the result cache, named as Celery names it. */
export function metaKey(taskId: string): string {
  return `celery-task-meta-${taskId}`;
}

/** Key of how far the entries of ended tasks were compared with the ledger. */
export const endingsCheckpointKey = 'vocalborn:endings-checkpoint';

/** Seconds that an entry lives after its last change. */
export const metaTtlSeconds = 3600;
