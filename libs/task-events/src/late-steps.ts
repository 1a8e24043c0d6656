import type { HistoryEntry } from '@vocalborn/task-ledger';

/** Tasks whose ends are remembered. A step is written at most seconds after the end of its attempt. */
const rememberedTasks = 10_000;

/**
 * Recognises late steps: steps are collected before they are written, so the last ones of an attempt may stand in the
 * history after its end. Whoever shows the events in their order would show a task as running that has ended.
 */
export class LateSteps {
  /** The last attempt that ended, by task. */
  readonly #ended = new Map<string, number>();

  /** Takes note of an event. @returns whether it is a step of an attempt whose end was noted before */
  isLate({ taskId, status, attempt }: HistoryEntry): boolean {
    if (status === 'PROCESSING') return attempt <= (this.#ended.get(taskId) ?? -1);
    this.#ended.delete(taskId);
    this.#ended.set(taskId, attempt);
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > rememberedTasks && oldest !== undefined) this.#ended.delete(oldest);
    return false;
  }
}
