import type { CircuitWord } from '../ai-service-client/ai-service-circuit.js';
import type { AttemptsReport } from '../lifecycle/running-tries.js';

/** What the child tells its parent every second. */
export interface ChildBeat {
  readonly type: 'beat';
  readonly databaseUp: boolean;
  readonly queueUp: boolean;
  readonly memoryBytes: number;
  /** Cores used since the last beat. */
  readonly cpuCores: number;
  /** The longest time since the last beat that the child could not react to anything. */
  readonly eventLoopLagSeconds: number;
  /** Of the child's pool, by what they do, and callers that wait for one. */
  readonly databaseConnections: Readonly<Record<string, number>>;
  /** Tasks that were delivered and wait for a slot. */
  readonly reserved: readonly string[];
  readonly circuit: CircuitWord;
  /** Whether the ai-service calls itself well; null until it is known. */
  readonly aiServiceUp: boolean | null;
  /** Tasks wait, slots are free, and nothing arrives: the process must be replaced. */
  readonly starved: boolean;
}

/** What the child tells with every begin and end of a try. */
export interface ChildAttempts extends AttemptsReport {
  readonly type: 'tries';
  /** Proves to the queue which consumer holds the jobs. */
  readonly queueToken: string;
}

export type ChildMessage = ChildBeat | ChildAttempts;

/**
 * What the parent asks of its child: to run up to `slots` tasks at a time (the first such message makes it begin), each
 * for as long as the soft limit allows, to finish what is running and end, or to give everything back at once and end.
 */
export type ParentMessage =
  | { readonly type: 'slots'; readonly slots: number; readonly concurrency: number; readonly softLimitMs: number }
  | { readonly type: 'stop' }
  | { readonly type: 'stop-now' };

export function isChildMessage(message: unknown): message is ChildMessage {
  const type = (message as { type?: unknown } | null)?.type;
  return type === 'beat' || type === 'tries';
}

export function isParentMessage(message: unknown): message is ParentMessage {
  const type = (message as { type?: unknown } | null)?.type;
  return type === 'slots' || type === 'stop' || type === 'stop-now';
}
