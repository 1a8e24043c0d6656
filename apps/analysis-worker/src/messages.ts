import type { AttemptReference } from '@vocalborn/task-ledger';
import type { CircuitStatus } from './ai-service-client/ai-service-circuit.js';

/*
 * The messages between the two processes of a worker, over Node's IPC channel:
 *
 *   parent ── slots, stop, stop-now ──▶ child
 *   parent ◀── status, attempts ─────── child
 */

/** The program of the child. This file is at the root of `src`, so that the path holds in the bundle too. */
export const childEntry = new URL('./child-main.js', import.meta.url);

/** Sent by the child every second. */
export interface ChildStatus {
  readonly type: 'status';
  readonly databaseUp: boolean;
  readonly queueUp: boolean;
  readonly memoryBytes: number;
  /** CPU cores used since the previous status; 1 is one core all the time. */
  readonly cpuCores: number;
  /** Longest delay of the event loop since the previous status. */
  readonly eventLoopLagSeconds: number;
  /** Connections of the child's pool by what they do, and the number of callers that wait for one. */
  readonly databaseConnections: Readonly<Record<string, number>>;
  /** Ids of delivered tasks that wait for a slot. */
  readonly reserved: readonly string[];
  readonly circuit: CircuitStatus;
  /** Whether the ai-service calls itself healthy; null until the first answer. */
  readonly aiServiceUp: boolean | null;
  /** Tasks wait, slots are free and none arrives: the parent replaces the child. */
  readonly starved: boolean;
}

/** An attempt that runs. `ending`: the work is done, and only its ending has to be written. */
export interface RunningAttempt extends AttemptReference {
  readonly phase: 'working' | 'ending';
}

/** What the child has done and is doing. Counts are since its start. */
export interface AttemptsReport {
  readonly active: readonly RunningAttempt[];
  readonly processed: number;
  readonly failed: number;
  readonly retried: number;
}

/** Sent by the child within 20 ms after an attempt started or ended. */
export interface ChildAttempts extends AttemptsReport {
  readonly type: 'attempts';
  /** The value in the locks of the child's jobs. */
  readonly queueToken: string;
}

export type ChildMessage = ChildStatus | ChildAttempts;

/**
 * Sent by the parent. `slots`: run up to `slots` tasks at a time, each for at most the soft limit; the first one makes
 * the child take tasks. `stop`: finish the running tasks and exit. `stop-now`: hand all tasks back and exit.
 */
export type ParentMessage =
  | { readonly type: 'slots'; readonly slots: number; readonly concurrency: number; readonly softLimitMs: number }
  | { readonly type: 'stop' }
  | { readonly type: 'stop-now' };

const typeOf = (message: unknown): unknown => (message as { type?: unknown } | null)?.type;

export function isChildMessage(message: unknown): message is ChildMessage {
  return ['status', 'attempts'].includes(typeOf(message) as string);
}

export function isParentMessage(message: unknown): message is ParentMessage {
  return ['slots', 'stop', 'stop-now'].includes(typeOf(message) as string);
}
