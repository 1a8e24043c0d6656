import type { HistoryEntry } from '@vocalborn/task-ledger';

/** Most tasks whose times are kept. */
const mostTasks = 10_000;

/** What an entry of a task's history ends, in seconds; null where it ends nothing, or its beginning was not seen. */
export interface Ended {
  /** Since the task was due. */
  readonly waited: number | null;
  /** Since the try began. */
  readonly ran: number | null;
}

/** Remembers of each task since when it has been due, and since when it has been running. */
export class TaskTimes {
  readonly #began = new Map<string, number>();
  readonly #due = new Map<string, number>();

  see(entry: HistoryEntry): Ended {
    const { taskId, status } = entry;
    const at = Date.parse(entry.at);
    const seconds = (since: number | undefined): number | null =>
      since === undefined ? null : Math.max(0, at - since) / 1000;
    const waited = status === 'PROCESSING' ? seconds(this.#due.get(taskId)) : null;
    const ran = status === 'SUCCESS' ? seconds(this.#began.get(taskId)) : null;
    remember(this.#began, taskId, status === 'PROCESSING' ? at : null);
    remember(this.#due, taskId, dueAt(entry));
    return { waited, ran };
  }
}

function dueAt({ status, at, nextRetryAt }: HistoryEntry): number | null {
  if (status === 'PENDING') return Date.parse(at);
  return status === 'RETRY' && nextRetryAt ? Date.parse(nextRetryAt) : null;
}

/** Keeps a time or forgets it, and drops the oldest when there are too many. */
function remember(map: Map<string, number>, taskId: string, time: number | null): void {
  map.delete(taskId);
  if (time !== null) map.set(taskId, time);
  const [oldest] = map.keys();
  if (map.size > mostTasks && oldest !== undefined) map.delete(oldest);
}
