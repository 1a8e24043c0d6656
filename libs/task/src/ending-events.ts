import type { TaskState } from './states.js';

/** A state that no worker changes any more. */
export type FinalState = Extract<TaskState, 'SUCCESS' | 'FAILURE' | 'REVOKED'>;

/** The event that webhooks tell of each final state, by its name in requests and messages. */
export const endingEvents = {
  SUCCESS: 'task.succeeded',
  FAILURE: 'task.failed',
  REVOKED: 'task.revoked',
} as const satisfies Record<FinalState, string>;

export type EndingEvent = (typeof endingEvents)[FinalState];

export const endingEventNames: readonly EndingEvent[] = Object.values(endingEvents);
