/** The queue of analysis tasks on Bull. The only lib that knows Bull's options, keys and the form of a job. */
export { queueName, queueOptions, type QueueConnection } from './queue-options.js';
export { AnalysisQueue, QueueUnavailableError, type QueueCounts } from './analysis-queue.js';
export type { QueuedTask } from './job-options.js';
export { type OtherQueue, type QueueConsumer } from './foreign-queues.js';
export { HandedBack, RetryLater } from './retry-later.js';
export { consume, keepLocked, type Permit } from './consume.js';
export { warnOfEviction } from './eviction.js';
export type { Job, Queue } from 'bull';
