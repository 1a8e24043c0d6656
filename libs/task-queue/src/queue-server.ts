import type { Redis } from 'ioredis';
import { findOtherQueues, readConsumers, type OtherQueue, type QueueConsumer } from './foreign-queues.js';

/** What the Redis server tells that holds the queue. Every method throws QueueUnavailableError at once while it is away. */
export class QueueServer {
  /**
   * @param databaseNumber the number of the database that holds the queue
   * @param ownList the key of the queue's waiting jobs
   */
  constructor(
    readonly databaseNumber: number,
    private readonly ownList: string,
    private readonly ask: <Answer>(question: (redis: Redis) => Promise<Answer>) => Promise<Answer>,
  ) {}

  /** The consumers that are connected; null where Redis forbids CLIENT LIST. */
  async consumers(): Promise<QueueConsumer[] | null> {
    return this.ask(readConsumers);
  }

  /** Non-empty lists of jobs in the queue's database that no analysis worker reads: other Bull queues, and Celery's. */
  async otherQueues(): Promise<OtherQueue[]> {
    return this.ask((redis) => findOtherQueues(redis, this.ownList));
  }

  /** The section `memory` of INFO. */
  async memoryReport(): Promise<string> {
    return this.ask((redis) => redis.info('memory'));
  }

  /** All sections of INFO. */
  async report(): Promise<string> {
    return this.ask((redis) => redis.info());
  }
}
