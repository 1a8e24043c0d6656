import type { DrilledSystem } from './drilled-system.js';
import type { Remarks } from './remarks.js';
import type { SeededRandom } from './seeded-random.js';

/** What a fault works with. */
export interface FaultContext {
  readonly drilled: DrilledSystem;
  readonly random: SeededRandom;
  readonly remarks: Remarks;
}

/** Puts back what the fault broke. */
export type Repair = () => unknown;

/** One way of hurting the system while it works. */
export interface Fault {
  readonly name: string;
  /** In one line. */
  readonly what: string;
  /** Kinds of FAILURE that the fault may cause; any other is reported. */
  readonly expectedKinds: readonly string[];
  /** `burst` fills the queue, `drained` waits until it is empty before the fault strikes. */
  readonly load: 'steady' | 'burst' | 'drained';
  /** How often it strikes within one load. */
  readonly times: number;
  /** Least and most milliseconds from strike to repair. */
  readonly pauseMs: readonly [number, number];
  /** Whether it is over soon enough for the short form. */
  readonly quick: boolean;
  /** Variables that a worker runs with during this fault. */
  readonly workerVariables?: (number: number) => Readonly<Record<string, string>>;
  /** Why the fault cannot be had on this machine; null when it can. */
  readonly unavailable?: () => Promise<string | null>;
  /** Makes the surroundings that the fault wants before the load begins; what it returns puts them back at the end. */
  readonly prepare?: (drilled: DrilledSystem) => Promise<Repair>;
  readonly inject: (context: FaultContext) => Promise<Repair> | Repair;
}

/** A fault with the values that most have. */
export function fault(
  name: string,
  what: string,
  inject: Fault['inject'],
  rest: Partial<Omit<Fault, 'name' | 'what' | 'inject'>> = {},
): Fault {
  return {
    name,
    what,
    inject,
    expectedKinds: [],
    load: 'steady',
    times: 1,
    pauseMs: [500, 2_000],
    quick: false,
    ...rest,
  };
}
