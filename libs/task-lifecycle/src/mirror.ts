import type { TaskSnapshot } from '@vocalborn/task';
import type { LifecycleParts } from './parts.js';

/**
 * Writes a snapshot to the result cache. Never fails: the cache is a mirror, and readers fall back to the ledger.
 * @returns false when the cache holds a later attempt or state, which means that the writer has lost the task
 */
export async function mirror(parts: Pick<LifecycleParts, 'meta' | 'logger'>, task: TaskSnapshot): Promise<boolean> {
  try {
    return await parts.meta.write(task);
  } catch (error) {
    parts.logger.warn({ taskId: task.taskId, err: error }, 'the result cache did not take a state');
    return true;
  }
}
