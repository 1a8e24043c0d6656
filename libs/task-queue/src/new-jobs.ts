import { jobPayload, taskName } from '@vocalborn/task';
import type { Queue } from 'bull';
import { jobOptions, type QueuedTask } from './job-options.js';
import type { QueueRedis } from './lua/queue-scripts.js';

interface WaitingTask {
  readonly task: QueuedTask;
  readonly resolve: (position: number) => void;
  readonly reject: (error: unknown) => void;
}

/** Most jobs of one script call; the script must not block Redis for long. */
const largestBatch = 100;

/** Jobs, from the head of the queue, among which a job gets its turn. */
const turnDepth = 500;

/** Users whose latest turn is remembered before old ones are forgotten. */
const rememberedUsers = 10_000;

/**
 * Adds jobs, each in a round of its user; see add-jobs.lua.ts. The tasks of one turn of the event loop, such as those that were
 * accepted in one statement, go to Redis in one script call.
 */
export class NewJobs {
  #waiting: WaitingTask[] = [];

  constructor(private readonly queue: Queue & { readonly token: string }) {}

  /**
   * Puts a task without a job into the queue, in the round of its user.
   * @returns its position; 1 is the next
   * @throws the connection's error; the batch may have been added nevertheless
   */
  add(task: QueuedTask): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.push({ task, resolve, reject }) === 1) setImmediate(() => this.send());
    });
  }

  private send(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let from = 0; from < waiting.length; from += largestBatch) {
      const batch = waiting.slice(from, from + largestBatch);
      this.addAll(batch.map(({ task }) => task)).then(
        (ahead) => batch.forEach(({ resolve }, index) => resolve((ahead[index] ?? 0) + 1)),
        (error: unknown) => batch.forEach(({ reject }) => reject(error)),
      );
    }
  }

  /** @returns for each task the number of jobs ahead of it */
  private addAll(tasks: readonly QueuedTask[]): Promise<number[]> {
    const keys = ['wait', 'paused', 'meta-paused', 'id', 'rounds'].map((name) => this.queue.toKey(name));
    const now = Date.now();
    const jobs = tasks.flatMap(({ taskId, practiceRecordId, userId, params, traceparent }) => [
      taskId,
      userId,
      JSON.stringify(jobPayload(taskId, practiceRecordId, params, traceparent)),
      JSON.stringify({ ...jobOptions(taskId, undefined), delay: 0, timestamp: now }),
    ]);
    const redis = this.queue.client as QueueRedis;
    const limits = [turnDepth, rememberedUsers].map(String);
    return redis.addJobs(...keys, this.queue.toKey(''), this.queue.token, taskName, String(now), ...limits, ...jobs);
  }
}
