import type { HistoryEntry } from '../api/queries.js';

/** One attempt of a task with its history. */
export interface Attempt {
  readonly attempt: number;
  readonly entries: readonly HistoryEntry[];
}

/** Groups the history by attempt, the latest first. Entries before the first claim have attempt 0. */
export function attemptsOf(history: readonly HistoryEntry[]): readonly Attempt[] {
  const numbers = [...new Set(history.map((entry) => entry.attempt))].toSorted((a, b) => b - a);
  return numbers.map((attempt) => ({ attempt, entries: history.filter((entry) => entry.attempt === attempt) }));
}
