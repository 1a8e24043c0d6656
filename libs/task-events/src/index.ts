/**
 * Follows what happens to tasks: every state change and step of every task, read from the history in Postgres, each event
 * once, also those whose transactions commit late.
 */
export { GapWatch } from './gap-watch.js';
export { EventTail, type EventTailOptions, type Position } from './event-tail.js';
