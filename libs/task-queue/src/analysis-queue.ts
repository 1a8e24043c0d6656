import { openCheckpoint, type Checkpoint } from '@vocalborn/redis';
import { jobPayload, taskName } from '@vocalborn/task';
import Bull, { type Queue } from 'bull';
import { once } from 'node:events';
import { areHeld, dropGhosts, promoteDelayed, readLists } from './held-jobs.js';
import { jobOptions, type Due } from './job-options.js';
import { findOtherQueues, readConsumers, type OtherQueue, type QueueConsumer } from './neighbours.js';
import { queueName, queueOptions, type QueueConnection } from './queue-options.js';
import { scriptKeys, type QueueRedis } from './queue-scripts.js';

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

/** The queue cannot be reached now; what was to be queued stays in the ledger. */
export class QueueUnavailableError extends Error {
  constructor(cause?: unknown) {
    super('the queue cannot be reached', { cause });
    this.name = 'QueueUnavailableError';
  }
}

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
   * Puts a task at the end of the queue, or into the waiting room until it is due, in one pipelined round trip. Changes
   * nothing when the queue holds the task already; what it does not hold but still has of an earlier job gives way.
   * @returns the task's place in line, 1 being the next
   * @throws QueueUnavailableError at once when Redis is away
   */
  async enqueue(task: QueuedTask, due?: Due): Promise<number> {
    const payload = jobPayload(task.taskId, task.practiceRecordId, task.params);
    return this.ask(async (redis) => {
      const [ahead] = await Promise.all([
        redis.llen(this.key('wait')),
        redis.clearJob(...scriptKeys(this.queue, task.taskId)),
        this.queue.add(taskName, payload, jobOptions(task.taskId, due)),
      ]);
      return ahead + 1;
    });
  }

  /**
   * The task's place in line, 1 being the next; null when it is not waiting, or is further back than a poll looks.
   * @throws QueueUnavailableError at once when Redis is away
   */
  async position(taskId: string): Promise<number | null> {
    const wait = this.key('wait');
    return this.ask(async (redis) => {
      const [index, length] = await Promise.all([
        redis.lpos(wait, taskId, 'RANK', -1, 'MAXLEN', positionSearchLimit),
        redis.llen(wait),
      ]);
      return index === null ? null : length - index;
    });
  }

  /**
   * Whether the queue has a whole job for each of the tasks; one pipelined round trip. It does not tell whether anybody
   * will get that job: see `holds`.
   * @throws QueueUnavailableError at once when Redis is away
   */
  async knows(taskIds: readonly string[]): Promise<boolean[]> {
    return this.ask(async (redis) => {
      const found = await Promise.all(taskIds.map((taskId) => redis.hexists(this.key(taskId), 'data')));
      return found.map((count) => count > 0);
    });
  }

  /**
   * How far the ledger was compared with what this Redis holds, and the means to keep how far it is compared now.
   * @throws QueueUnavailableError at once when Redis is away
   */
  async checkpoint(): Promise<Checkpoint> {
    return this.ask((redis) => openCheckpoint(redis, this.key('recovery-checkpoint')));
  }

  /** The tasks that are in line, paused or with a worker: reads the whole queue. @throws QueueUnavailableError */
  async listed(): Promise<ReadonlySet<string>> {
    return this.ask(() => readLists(this.queue));
  }

  /**
   * Whether each of the tasks is waiting, delayed or running in the queue, whatever it has of them otherwise.
   * @param listed for callers that ask many times: what was listed just before
   * @throws QueueUnavailableError at once when Redis is away
   */
  async holds(taskIds: readonly string[], listed?: ReadonlySet<string>): Promise<boolean[]> {
    return this.ask(async () => areHeld(this.queue, taskIds, listed ?? (await readLists(this.queue))));
  }

  /**
   * Takes a task's job off the queue, waiting or delayed. One that a worker has in hand stays, even if it is not locked
   * yet, and ends with its run: removed in that moment, it would be written to afterwards.
   * @throws QueueUnavailableError at once when Redis is away
   */
  async remove(taskId: string): Promise<void> {
    await this.ask((redis) => redis.withdrawJob(...scriptKeys(this.queue, taskId)));
  }

  /**
   * Removes what is left of jobs that are none, as a worker leaves it that dies just after it took a job that was no
   * longer there. Each call looks at the next thousand keys, whichever process made the one before.
   * @returns how many there were
   * @throws QueueUnavailableError at once when Redis is away
   */
  async dropGhosts(): Promise<number> {
    return this.ask(() => dropGhosts(this.queue));
  }

  /**
   * Delivers the jobs again, before all others, that a consumer which no longer exists still holds locked.
   * @param token the consumer's `token`, which proves that nobody else has taken a job over meanwhile
   * @returns how many were put back
   * @throws QueueUnavailableError at once when Redis is away; the jobs are delivered when their locks run out
   */
  async reclaim(taskIds: readonly string[], token: string): Promise<number> {
    const client = this.connectedClient();
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
    return this.ask(() => promoteDelayed(this.queue, taskIds));
  }

  /** Proves to Redis which consumer holds a job. */
  get token(): string {
    return (this.queue as Queue & { readonly token: string }).token;
  }

  /** @throws QueueUnavailableError at once when Redis is away */
  async counts(): Promise<QueueCounts> {
    return this.ask(async (redis) => {
      const [waiting, active, delayed, paused] = await Promise.all([
        redis.llen(this.key('wait')),
        redis.llen(this.key('active')),
        redis.zcard(this.key('delayed')),
        redis.llen(this.key('paused')),
      ]);
      return { waiting, active, delayed, paused };
    });
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
    return this.ask((redis) => redis.info());
  }

  private key(list: string): string {
    return this.queue.toKey(list);
  }

  private async ask<Answer>(question: (redis: QueueRedis) => Promise<Answer>): Promise<Answer> {
    const client = this.connectedClient();
    try {
      return await question(client);
    } catch (error) {
      throw new QueueUnavailableError(error);
    }
  }

  private connectedClient(): QueueRedis {
    const client = this.queue.client as QueueRedis;
    if (client.status !== 'ready') throw new QueueUnavailableError();
    return client;
  }
}
