import type { Topology } from '@vocalborn/system-harness';
import type { DrilledSystem } from './drilled-system.js';
import type { Remarks } from './outcome.js';
import type { RecoveryLimit } from './recovery-time.js';
import type { SeededRandom } from './seeded-random.js';

/** The context of a fault. */
export interface FaultContext {
  readonly drilled: DrilledSystem;
  readonly random: SeededRandom;
  readonly remarks: Remarks;
  /** Submits tasks beside those of the load, at most `spareRecords` at a time; resolves when all are accepted. */
  readonly submit: (tasks: number) => Promise<unknown>;
}

/** Records that are free for what a fault submits, whatever the load does. */
export const spareRecords = 8;

/** Repairs the fault. */
export type Repair = () => unknown;

/** One fault that is injected while the system works. */
export interface Fault {
  readonly name: string;
  /** Description in one line. */
  readonly what: string;
  /** Kinds of FAILURE that the fault may cause; any other is reported. */
  readonly expectedKinds: readonly string[];
  /** `burst` fills the queue; `drained` waits until it is empty before the injection. */
  readonly load: 'steady' | 'burst' | 'drained';
  /** Number of injections within one load. */
  readonly times: number;
  /** Least and most milliseconds from injection to repair. */
  readonly pauseMs: readonly [number, number];
  /** How soon the tasks that it hit must run again. */
  readonly recovers: RecoveryLimit;
  /** Whether it is short enough for the quick suite. */
  readonly quick: boolean;
  /** What must be able to fail over. Faults with the same topology share a system. */
  readonly topology: Topology;
  /** Environment variables of a worker during this fault. */
  readonly workerVariables?: (number: number) => Readonly<Record<string, string>>;
  /** The reason why this machine cannot inject the fault; null when it can. */
  readonly unavailable?: () => Promise<string | null>;
  /** Prepares the environment before the load begins. The returned function restores it at the end. */
  readonly prepare?: (drilled: DrilledSystem) => Promise<Repair>;
  readonly inject: (context: FaultContext) => Promise<Repair> | Repair;
}

/** Creates a fault with default values. */
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
    topology: 'single',
    recovers: { from: 'repair', ms: 5_000 },
    ...rest,
  };
}
