import { isClean, type Verdict } from './judge.js';

/** The outcome of one fault. */
export interface Outcome {
  readonly seed: number;
  readonly fault: string;
  readonly seconds: number;
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
