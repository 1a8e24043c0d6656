/** The queue of analysis tasks on Bull. The only place that knows Bull's options, keys and job form. */
export { queueName, queueOptions, type QueueConnection } from './queue-options.js';
export { AnalysisQueue, QueueUnavailableError, type QueueCounts, type QueuedTask } from './analysis-queue.js';
export { type OtherQueue, type QueueConsumer } from './neighbours.js';
export { HandedBack, TryAgain } from './try-again.js';
export { consume } from './consume.js';
export { keepLocked } from './keep-locked.js';
export { warnOfEviction } from './eviction.js';
export type { Job, Queue } from 'bull';
