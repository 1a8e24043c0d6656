import type { HistoryEntry } from '@vocalborn/task-ledger';

/** Largest number of tasks whose times are remembered. */
const mostTasks = 10_000;

/** The times that an entry of a task's history ends, in seconds; null if it ends none or its start was not seen. */
export interface EndedTimes {
  /** From the moment when the task was due to its claim. */
  readonly waited: number | null;
  /** From the claim to the success. */
  readonly ran: number | null;
}

/** Remembers when each task became due and when its attempt started. */
export class TaskTimes {
  readonly #started = new Map<string, number>();
  readonly #due = new Map<string, number>();

  /** Takes the entries of each task in their order. */
  see(entry: HistoryEntry): EndedTimes {
    const { taskId, status } = entry;
    const at = Date.parse(entry.at);
    const seconds = (since: number | undefined): number | null =>
      since === undefined ? null : Math.max(0, at - since) / 1000;
    const waited = status === 'PROCESSING' ? seconds(this.#due.get(taskId)) : null;
    const ran = status === 'SUCCESS' ? seconds(this.#started.get(taskId)) : null;
    remember(this.#started, taskId, status === 'PROCESSING' ? at : null);
    remember(this.#due, taskId, dueAt(entry));
    return { waited, ran };
  }
}

function dueAt({ status, at, nextRetryAt }: HistoryEntry): number | null {
  if (status === 'PENDING') return Date.parse(at);
  return status === 'RETRY' && nextRetryAt ? Date.parse(nextRetryAt) : null;
}

/** Stores a time or removes it. Removes the oldest entry when there are too many. */
function remember(map: Map<string, number>, taskId: string, time: number | null): void {
  map.delete(taskId);
  if (time !== null) map.set(taskId, time);
  const [oldest] = map.keys();
  if (map.size > mostTasks && oldest !== undefined) map.delete(oldest);
}
