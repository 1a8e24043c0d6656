import { openCheckpoint, refuseCluster, type Checkpoint } from '@vocalborn/redis';
import { jobPayload, taskName } from '@vocalborn/task';
import Bull, { type Queue } from 'bull';
import { once } from 'node:events';
import { areJobsQueued, promoteDelayedJobs, readJobMarks, readQueuedIds } from './queued-jobs.js';
import { jobOptions, type Due, type QueuedTask } from './job-options.js';
import { scriptKeys, type QueueRedis } from './lua/queue-scripts.js';
import { NewJobs } from './new-jobs.js';
import { removeOrphanedJobs } from './orphaned-jobs.js';
import { queueName, queueOptions, type QueueConnection } from './queue-options.js';
import { QueueServer } from './queue-server.js';

/** Number of jobs in each of the queue's lists. */
export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly paused: number;
}

/** The queue cannot be reached. A task that could not be queued stays in the ledger, and recovery queues it. */
export class QueueUnavailableError extends Error {
  constructor(cause?: unknown) {
    super('the queue cannot be reached', { cause });
    this.name = 'QueueUnavailableError';
  }
}

/** How long a starting process waits for Redis. */
const firstConnectionMs = 2_000;

/** Number of jobs, from the head of the queue, among which a position is looked up: bounds the cost of a poll. */
const positionSearchLimit = 10_000;

/**
 * The queue `ai_analysis` in the broker's Redis. The job id is the task id, so that queueing a task twice changes nothing.
 *
 * Every method throws QueueUnavailableError at once while Redis is away.
 */
export class AnalysisQueue {
  readonly #newJobs: NewJobs;
  readonly server: QueueServer;

  private constructor(private readonly queue: Queue) {
    this.#newJobs = new NewJobs(queue as Queue & { readonly token: string });
    this.server = new QueueServer(queue.client.options.db ?? 0, this.key('wait'), (question) => this.ask(question));
  }

  /**
   * Waits at most 2 s for the first connection: a process must start while Redis is away.
   * @throws RedisClusterError
   */
  static async open(queue: Queue): Promise<AnalysisQueue> {
    const client = queue.client;
    if (client.status !== 'ready') {
      await once(client, 'ready', { signal: AbortSignal.timeout(firstConnectionMs) }).catch(() => undefined);
    }
    await refuseCluster(client);
    return new AnalysisQueue(queue);
  }

  /** Opens the queue for a process without Nest; `close` it at the end. Errors of the connection reach its calls only. */
  static async connect(connection: QueueConnection): Promise<AnalysisQueue> {
    const queue = new Bull(queueName, queueOptions(connection));
    queue.on('error', () => undefined);
    return AnalysisQueue.open(queue).catch(async (error: unknown) => {
      await new AnalysisQueue(queue).close();
      throw error;
    });
  }

  /** Closes a queue that was opened with `connect`. */
  async close(): Promise<void> {
    this.queue.client.disconnect();
    await this.queue.close(true).catch(() => undefined);
  }

  /**
   * Puts a new task, which cannot have a job yet, into the queue, in the round of its user (see add-jobs.lua.ts). Cheaper than
   * `enqueue`: the tasks of one turn of the event loop cost one command.
   * @returns the task's position in the queue; 1 is the next
   */
  async enqueueNew(task: QueuedTask): Promise<number> {
    return this.ask(() => this.#newJobs.add(task));
  }

  /**
   * Puts a task into the queue, in the round of its user, or among the delayed jobs until it is due. Changes nothing when the
   * task is queued already. Replaces the leftover hash of a removed job.
   * @returns the task's position in the queue; 1 is the next
   */
  async enqueue(task: QueuedTask, due?: Due): Promise<number> {
    return this.ask(async (redis) => {
      const isReplaced = redis.replaceOrphanedJob(...scriptKeys(this.queue, task.taskId));
      const added = due === undefined || due.inMs <= 0 ? this.#newJobs.add(task) : this.delay(task, due);
      const [position] = await Promise.all([added, isReplaced]);
      return position;
    });
  }

  /** The task's position in the queue, 1 is the next; null when it does not wait or has over 10,000 tasks ahead. */
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
   * Whether each task has a job with data in Redis; one command for a thousand tasks. Cheap, but such a job may be in no
   * list, so that no worker gets it: `areQueued` tells.
   */
  async hasJobs(taskIds: readonly string[]): Promise<boolean[]> {
    return this.ask(async () => (await readJobMarks(this.queue, taskIds)).map(({ hasData }) => hasData));
  }

  /** The checkpoint up to which recovery compared the ledger with this Redis. */
  async checkpoint(): Promise<Checkpoint> {
    return this.ask((redis) => openCheckpoint(redis, this.key('recovery-checkpoint')));
  }

  /** The ids of all tasks that wait, are paused or run. Reads the whole queue, slice by slice. */
  async queuedIds(): Promise<ReadonlySet<string>> {
    return this.ask(() => readQueuedIds(this.queue));
  }

  /**
   * Whether each task is waiting, paused, delayed or running.
   * @param queuedIds the answer of `queuedIds`, for callers that ask about many tasks
   */
  async areQueued(taskIds: readonly string[], queuedIds?: ReadonlySet<string>): Promise<boolean[]> {
    return this.ask(async () => areJobsQueued(this.queue, taskIds, queuedIds ?? (await readQueuedIds(this.queue))));
  }

  /**
   * Takes a task's waiting or delayed job off the queue. The job of a running task stays until its attempt ends: Bull
   * would write to it after the removal and leave an orphaned job.
   */
  async remove(taskId: string): Promise<void> {
    await this.ask((redis) => redis.withdrawJob(...scriptKeys(this.queue, taskId)));
  }

  /**
   * Removes everything that the queue has of the tasks, whatever list their jobs are in; one pipelined round trip. Of a job
   * that a worker has locked only the data is removed; the rest goes when the worker ends it.
   * @returns whether the queue has nothing left of any of them
   */
  async erase(taskIds: readonly string[]): Promise<boolean> {
    return this.ask(async (redis) => {
      const gone = await Promise.all(taskIds.map((taskId) => redis.eraseJob(...scriptKeys(this.queue, taskId))));
      return gone.every((each) => each === 1);
    });
  }

  /**
   * Removes orphaned jobs: hashes without data that Bull wrote after a job was removed. Each call looks at the next
   * thousand keys.
   * @returns the number of jobs removed
   */
  async removeOrphanedJobs(): Promise<number> {
    return this.ask(() => removeOrphanedJobs(this.queue));
  }

  /**
   * Puts the jobs of a dead consumer back to the head of the queue before their locks expire.
   * @param token the consumer's `token`: a job that another consumer has locked meanwhile is left alone
   * @param taskIds tasks that it was known to run; others that it had taken are found by their locks
   * @returns the number of jobs put back
   */
  async reclaim(token: string, taskIds: readonly string[]): Promise<number> {
    const lists = ['active', 'wait', 'paused', 'meta-paused', 'stalled'].map((list) => this.key(list));
    return this.ask((redis) => redis.reclaimJobs(...lists, this.key(''), token, ...taskIds));
  }

  /** Delivers the delayed jobs among the tasks now. @returns how many of them were delayed */
  async promote(taskIds: readonly string[]): Promise<number> {
    return this.ask(() => promoteDelayedJobs(this.queue, taskIds));
  }

  /** The value that this process writes into the locks of its jobs. */
  get token(): string {
    return (this.queue as Queue & { readonly token: string }).token;
  }

  /** The number of jobs in each list; one pipelined round trip. */
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
   * Pauses or resumes delivery in all workers: running jobs go on, all others wait. Redis keeps the pause, also over a
   * restart; a Redis that lost its data has none.
   */
  async setPaused(isPaused: boolean): Promise<void> {
    await this.ask(() => (isPaused ? this.queue.pause(false, true) : this.queue.resume(false)));
  }

  async isPaused(): Promise<boolean> {
    return this.ask(async (redis) => (await redis.exists(this.key('meta-paused'))) === 1);
  }

  /** Resolves when Redis answers. */
  async ping(): Promise<void> {
    await this.connectedClient().ping();
  }

  /** @returns the position that it would have at the end of the queue */
  private async delay({ taskId, practiceRecordId, params }: QueuedTask, due: Due): Promise<number> {
    const payload = jobPayload(taskId, practiceRecordId, params);
    await this.queue.add(taskName, payload, jobOptions(taskId, due));
    return (await this.queue.client.llen(this.key('wait'))) + 1;
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
