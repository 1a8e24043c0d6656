import { isClean, type Verdict } from './judge.js';
import type { RecoveryLimit } from './recovery-time.js';

/** The outcome of one fault. */
export interface Outcome {
  readonly seed: number;
  readonly fault: string;
  readonly seconds: number;
  readonly recovers: RecoveryLimit;
  /** Null when this machine cannot inject the fault; `skipped` gives the reason. */
  readonly verdict: Verdict | null;
  readonly skipped: string | null;
  /** Observations that must not occur. */
  readonly remarks: readonly string[];
  /** Details from Postgres, Redis and the logs about stuck tasks and idle workers. */
  readonly explanations: readonly string[];
}

/** Whether the verdict is clean and there are no remarks. A skipped fault is good. */
export function isGood({ verdict, remarks }: Outcome): boolean {
  return (verdict === null || isClean(verdict)) && remarks.length === 0;
}

/** Counts observations that must not occur. */
export class Remarks {
  readonly #counts = new Map<string, number>();

  add(text: string): void {
    this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1);
  }

  list(): string[] {
    return [...this.#counts].map(([text, count]) => (count === 1 ? text : `${text} (${count} times)`));
  }
}
