import { isClean, type Verdict } from './judge.js';

/** How one fault went. */
export interface Outcome {
  readonly seed: number;
  readonly fault: string;
  readonly seconds: number;
  /** Null when the fault cannot be had on this machine; `skipped` says why. */
  readonly verdict: Verdict | null;
  readonly skipped: string | null;
  /** What should not have been seen. */
  readonly remarks: readonly string[];
  /** What Postgres, Redis and the logs say of the tasks that do not end and of workers that take none. */
  readonly explanations: readonly string[];
}

/** Whether nothing was lost and nothing was seen that should not be. A fault that was skipped is good. */
export function isGood({ verdict, remarks }: Outcome): boolean {
  return (verdict === null || isClean(verdict)) && remarks.length === 0;
}
