/** Key of a task's entry in the result cache, named as Celery names it. */
export function metaKey(taskId: string): string {
  return `celery-task-meta-${taskId}`;
}

/** Seconds that an entry lives after its last change. */
export const metaTtlSeconds = 3600;
