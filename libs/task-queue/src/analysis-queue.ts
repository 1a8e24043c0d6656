import { jobPayload, taskName } from '@vocalborn/task-contract';
import Bull, { type JobOptions, type Queue } from 'bull';
import type { Redis } from 'ioredis';
import { once } from 'node:events';
import { findOtherQueues, readConsumers, type OtherQueue, type QueueConsumer } from './neighbours.js';
import { queueName, queueOptions, type QueueConnection } from './queue-options.js';
import type { RedisWithReclaim } from './reclaim-job.lua.js';

/** Jobs in each of the queue's lists. */
export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly paused: number;
}

/** A task to put on the queue. */
export interface QueuedTask {
  readonly taskId: string;
  readonly practiceRecordId: string;
  readonly params: Record<string, unknown>;
}

/** When a task is due: in how long, and at which moment of the database's clock (milliseconds since 1970). */
export interface Due {
  readonly inMs: number;
  readonly at: number;
}

/** The queue cannot be reached now; what was to be queued stays in the ledger. */
export class QueueUnavailableError extends Error {
  constructor(cause?: unknown) {
    super('the queue cannot be reached', { cause });
    this.name = 'QueueUnavailableError';
  }
}

/**
 * The ledger decides about every retry, so Bull's own limit only has to be out of the way; ended jobs leave nothing
 * behind, because the history is in Postgres.
 */
const jobOptions: JobOptions = {
  attempts: 1_000,
  backoff: { type: 'retry-table' },
  removeOnComplete: true,
  removeOnFail: true,
};

/** How long the start of a process waits for Redis. */
const firstConnectionMs = 2_000;

/** How far from the head a poll looks for a job: bounds the cost of a position in a very long queue. */
const positionSearchLimit = 10_000;

/** The queue `ai_analysis` in the broker's Redis. Job id = task id, so that queueing a task twice changes nothing. */
export class AnalysisQueue {
  private constructor(private readonly queue: Queue) {}

  /** Waits for the first connection, but not for long: a process must come up while Redis is away. */
  static async open(queue: Queue): Promise<AnalysisQueue> {
    const client = queue.client;
    if (client.status !== 'ready') {
      await once(client, 'ready', { signal: AbortSignal.timeout(firstConnectionMs) }).catch(() => undefined);
    }
    return new AnalysisQueue(queue);
  }

  /** Opens the queue for a process without Nest, which must `close` it. Errors of the connection are its calls' errors. */
  static async connect(connection: QueueConnection): Promise<AnalysisQueue> {
    const queue = new Bull(queueName, queueOptions(connection));
    queue.on('error', () => undefined);
    return AnalysisQueue.open(queue);
  }

  /** Lets go of a queue that was opened with `connect`. */
  async close(): Promise<void> {
    this.queue.client.disconnect();
    await this.queue.close(true).catch(() => undefined);
  }

  /**
   * Puts a task at the end of the queue, or into the waiting room until it is due, in one pipelined round trip.
   * @returns the task's place in line, 1 being the next
   * @throws QueueUnavailableError at once when Redis is away
   */
  async enqueue(task: QueuedTask, due?: Due): Promise<number> {
    const client = this.connectedClient();
    const payload = jobPayload(task.taskId, task.practiceRecordId, task.params);
    const options = { ...jobOptions, jobId: task.taskId, ...delayUntil(due) };
    try {
      const [ahead] = await Promise.all([client.llen(this.key('wait')), this.queue.add(taskName, payload, options)]);
      return ahead + 1;
    } catch (error) {
      throw new QueueUnavailableError(error);
    }
  }

  /**
   * The task's place in line, 1 being the next; null when it is not waiting, or is further back than a poll looks.
   * @throws QueueUnavailableError at once when Redis is away
   */
  async position(taskId: string): Promise<number | null> {
    const client = this.connectedClient();
    const wait = this.key('wait');
    try {
      const [index, length] = await Promise.all([
        client.lpos(wait, taskId, 'RANK', -1, 'MAXLEN', positionSearchLimit),
        client.llen(wait),
      ]);
      return index === null ? null : length - index;
    } catch (error) {
      throw new QueueUnavailableError(error);
    }
  }

  /**
   * Whether the queue holds a job for each of the tasks, waiting, delayed or running; one pipelined round trip.
   * @throws QueueUnavailableError at once when Redis is away
   */
  async knows(taskIds: readonly string[]): Promise<boolean[]> {
    const client = this.connectedClient();
    try {
      const found = await Promise.all(taskIds.map((taskId) => client.exists(this.key(taskId))));
      return found.map((count) => count > 0);
    } catch (error) {
      throw new QueueUnavailableError(error);
    }
  }

  /**
   * Takes a task's job off the queue, waiting or delayed; one that runs stays, and ends with its run.
   * @throws QueueUnavailableError at once when Redis is away
   */
  async remove(taskId: string): Promise<void> {
    this.connectedClient();
    const job = await this.queue.getJob(taskId);
    await job?.remove().catch(async (error: unknown) => {
      if (!(await job.isActive())) throw error;
    });
  }

  /**
   * Delivers the jobs again, before all others, that a consumer which no longer exists still holds locked.
   * @param token the consumer's `token`, which proves that nobody else has taken a job over meanwhile
   * @returns how many were put back
   * @throws QueueUnavailableError at once when Redis is away; the jobs are delivered when their locks run out
   */
  async reclaim(taskIds: readonly string[], token: string): Promise<number> {
    const client = this.connectedClient() as RedisWithReclaim;
    const lists = ['active', 'wait', 'paused', 'meta-paused', 'stalled'].map((list) => this.key(list));
    const put = taskIds.map((id) => client.reclaimJob(this.key(`${id}:lock`), ...lists, id, token));
    return (await Promise.all(put)).reduce((sum, each) => sum + each, 0);
  }

  /**
   * Delivers delayed jobs now; those that are not delayed are left alone.
   * @returns how many were moved
   * @throws QueueUnavailableError at once when Redis is away
   */
  async promote(taskIds: readonly string[]): Promise<number> {
    const client = this.connectedClient();
    const scores = await Promise.all(taskIds.map((taskId) => client.zscore(this.key('delayed'), taskId)));
    const delayed = taskIds.filter((_, index) => scores[index] !== null);
    await Promise.all(
      delayed.map(async (taskId) => (await this.queue.getJob(taskId))?.promote().catch(() => undefined)),
    );
    return delayed.length;
  }

  /** Proves to Redis which consumer holds a job. */
  get token(): string {
    return (this.queue as Queue & { readonly token: string }).token;
  }

  /** @throws QueueUnavailableError at once when Redis is away */
  async counts(): Promise<QueueCounts> {
    const client = this.connectedClient();
    try {
      const [waiting, active, delayed, paused] = await Promise.all([
        client.llen(this.key('wait')),
        client.llen(this.key('active')),
        client.zcard(this.key('delayed')),
        client.llen(this.key('paused')),
      ]);
      return { waiting, active, delayed, paused };
    } catch (error) {
      throw new QueueUnavailableError(error);
    }
  }

  /**
   * Who takes jobs from this Redis server, and from which of its databases; null where Redis does not tell.
   * @throws QueueUnavailableError at once when Redis is away
   */
  async consumers(): Promise<QueueConsumer[] | null> {
    return readConsumers(this.connectedClient());
  }

  /**
   * Lists of jobs in this Redis database that no worker of ours reads: of Bull queues with another name or prefix, and
   * Celery's own.
   * @throws QueueUnavailableError at once when Redis is away
   */
  async otherQueues(): Promise<OtherQueue[]> {
    return findOtherQueues(this.connectedClient(), this.key('wait'));
  }

  /** Which of its databases the queue is in. */
  get databaseNumber(): number {
    return this.queue.client.options.db ?? 0;
  }

  /** @throws QueueUnavailableError when Redis does not answer */
  async ping(): Promise<void> {
    await this.connectedClient().ping();
  }

  /** Redis' own word on what it does when it is full. @throws when Redis does not answer */
  async memoryReport(): Promise<string> {
    return this.connectedClient().info('memory');
  }

  /** All that Redis tells of itself (INFO). @throws QueueUnavailableError when Redis does not answer */
  async serverReport(): Promise<string> {
    const client = this.connectedClient();
    return client.info().catch((error: unknown) => {
      throw new QueueUnavailableError(error);
    });
  }

  private key(list: string): string {
    return this.queue.toKey(list);
  }

  private connectedClient(): Redis {
    const client = this.queue.client;
    if (client.status !== 'ready') throw new QueueUnavailableError();
    return client;
  }
}

/** Written as a moment rather than a delay, so that this machine's clock does not matter. */
function delayUntil(due: Due | undefined): JobOptions & { readonly timestamp?: number } {
  if (!due || due.inMs <= 0) return {};
  const delay = Math.ceil(due.inMs);
  return { delay, timestamp: due.at - delay };
}
