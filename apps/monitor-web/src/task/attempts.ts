import type { HistoryEntry } from '../api/queries.js';

/** One try of a task, and what happened in it. */
export interface Try {
  readonly attempt: number;
  readonly entries: readonly HistoryEntry[];
}

/** The history by tries, the latest first. What happened before the first claim is try 0. */
export function attemptsOf(history: readonly HistoryEntry[]): readonly Try[] {
  const attempts = [...new Set(history.map((entry) => entry.attempt))].toSorted((a, b) => b - a);
  return attempts.map((attempt) => ({ attempt, entries: history.filter((entry) => entry.attempt === attempt) }));
}
