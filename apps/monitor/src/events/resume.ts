import type { Database } from '@vocalborn/database';
import { historyAfter, readHistory, type HistoryEntry } from '@vocalborn/task-ledger';
import { Observable } from 'rxjs';

/** Most events that are replayed to a listener. One that was away for longer reads the tables again. */
export const replayLimit = 1_000;

/** Tells a listener that events after this one are missing. */
export interface Gap {
  readonly after: string;
}

export interface Resumption {
  readonly database: Database;
  readonly live: Observable<HistoryEntry>;
  /** The last event that the listener received. */
  readonly after: string;
  /** Replays only events of this task. */
  readonly taskId: string | undefined;
}

/**
 * Replays the events after the given one and continues with the live events, each event once. Live events wait until
 * the replay is read. Only the numbers of the replayed events stay in memory.
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
