import type { DataSource } from '@vocalborn/database';
import { historyAfter, readHistory, type HistoryEntry } from '@vocalborn/task-ledger';
import { Observable } from 'rxjs';

/** Most events that a returning listener is told of; whoever was away for longer reads the tables anew. */
export const replayLimit = 1_000;

/** Tells a listener that events are left out between those before it and those after it. */
export interface Gap {
  readonly after: string;
}

export interface Resumption {
  readonly database: DataSource;
  readonly live: Observable<HistoryEntry>;
  /** The last event that the listener has heard. */
  readonly after: string;
  /** The only task that it listens for. */
  readonly taskId: string | undefined;
}

/**
 * What came after the given event, then what comes, each event once. What comes while the first is read waits for it.
 * Keeps nothing of what was told but the numbers of the events that were read.
 */
export function resume({ live, ...from }: Resumption): Observable<HistoryEntry | Gap> {
  return new Observable((listener) => {
    let waiting: HistoryEntry[] | null = [];
    let read = new Set<string>();
    const tell = (entry: HistoryEntry): void => {
      if (!read.has(entry.eventId)) listener.next(entry);
    };
    const following = live.subscribe({
      next: (entry) => (waiting ? waiting.push(entry) : tell(entry)),
      complete: () => listener.complete(),
    });
    missedBy(from).then(
      (missed) => {
        for (const entry of missed) listener.next(entry);
        const last = missed.at(-1);
        if (last && missed.length === replayLimit) listener.next({ after: last.eventId });
        read = new Set(missed.map((entry) => entry.eventId));
        waiting?.forEach(tell);
        waiting = null;
      },
      (error: unknown) => listener.error(error),
    );
    return () => following.unsubscribe();
  });
}

async function missedBy({ database, after, taskId }: Omit<Resumption, 'live'>): Promise<readonly HistoryEntry[]> {
  if (taskId === undefined) return historyAfter(database, after, [], replayLimit);
  const history = await readHistory(database, taskId);
  return history.filter((entry) => BigInt(entry.eventId) > BigInt(after));
}
