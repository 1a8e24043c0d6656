import { reasonOf } from '../connections.js';
import type { Target } from '../target.js';

/** `manual`: a person has to judge the item. */
export type Outcome = 'pass' | 'warn' | 'fail' | 'manual';

/** The measured value of an item and its outcome. */
export interface Measured {
  readonly measured: string;
  readonly outcome: Outcome;
  /** What to do when the outcome is not `pass`. */
  readonly advice?: string;
}

export interface CheckOptions {
  readonly logs?: string;
  readonly backupFolder: string;
}

/** One line of a checklist. */
export interface Check {
  readonly item: string;
  readonly threshold: string;
  readonly measure: (target: Target, options: CheckOptions) => Promise<Measured>;
}

export interface CheckedItem extends Measured {
  readonly item: string;
  readonly threshold: string;
}

/** Measures every item in order. An item that cannot be measured fails. */
export async function runChecks(
  checks: readonly Check[],
  target: Target,
  options: CheckOptions,
): Promise<CheckedItem[]> {
  const items: CheckedItem[] = [];
  for (const { item, threshold, measure } of checks) {
    const result = await measure(target, options).catch((error: unknown): Measured => ({
      outcome: 'fail',
      measured: `could not be measured: ${reasonOf(error)}`,
    }));
    items.push({ item, threshold, ...result });
  }
  return items;
}

export const passIf = (holds: boolean, measured: string, advice?: string): Measured => ({
  measured,
  outcome: holds ? 'pass' : 'fail',
  ...(holds || advice === undefined ? {} : { advice }),
});
