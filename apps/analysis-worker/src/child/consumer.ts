import { InjectQueue } from '@nestjs/bull';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { inSpan, LOGGER, type Logger } from '@vocalborn/observability';
import { isNewerPayload, parseJobPayload, type JobPayload } from '@vocalborn/task';
import { NotDueError } from '@vocalborn/task-lifecycle';
import {
  consume,
  HandedBack,
  keepLocked,
  queueName,
  RetryLater,
  type Job,
  type Permit,
  type Queue,
} from '@vocalborn/task-queue';
import { setTimeout as delay } from 'node:timers/promises';
import { Admission, type Leave } from './admission.js';
import { AttemptRunner } from './attempt-runner.js';
import { OwnershipWatch } from './ownership-watch.js';

/** Pause before a job that failed for an unknown reason, or came too early, goes back: prevents a hot loop. */
const pauseMs = 1_000;

/** Time after which a job of a later version is delivered again, perhaps to a worker of that version. */
const newerVersionMs = 5_000;

const spanName = `process ${queueName}`;

/** https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/ */
const attributes = {
  'messaging.system': 'bull',
  'messaging.operation.type': 'process',
  'messaging.destination.name': queueName,
} as const;

/** Takes jobs off the queue in its order, and runs each when a slot is free. */
@Injectable()
export class Consumer implements BeforeApplicationShutdown {
  /** The number of slots for which this process was started; null before. */
  #concurrency: number | null = null;

  constructor(
    @InjectQueue(queueName) private readonly queue: Queue,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly runner: AttemptRunner,
    private readonly admission: Admission,
    private readonly ownership: OwnershipWatch,
  ) {
    this.queue.on('error', (error) => this.logger.warn({ err: error }, 'the queue reports an error'));
  }

  /**
   * Takes jobs for so many slots, at most for the `concurrency` of the first call: a larger pool gets a new process, and this
   * one must not take what is meant for that. A slot is free again when the analysis is over: while an ending is
   * written, the next task runs.
   */
  take(slots: number, concurrency: number): void {
    this.#concurrency ??= this.consume(concurrency);
    this.admission.setSlots(Math.min(slots, this.#concurrency));
  }

  /** Takes no further jobs, hands back those without a slot, and waits for the running ones. */
  async beforeApplicationShutdown(): Promise<void> {
    this.admission.close();
    await this.queue.close();
    await this.runner.flush();
  }

  private consume(concurrency: number): number {
    const permit = (): Promise<Permit | null> => this.admission.permit();
    consume(this.queue, { atOnce: 2 * concurrency, permit, deliver: (job, granted) => this.deliver(job, granted) });
    return concurrency;
  }

  private async deliver(job: Job, permit: Permit): Promise<void> {
    const release = keepLocked(job, () => void this.ownership.check());
    try {
      const taskId = String(job.id);
      const leave = await this.admission.enter(taskId, permit);
      if (!leave) throw this.handBack(job);
      const payload = parseJobPayload(job.data);
      const parent = payload?.traceparent;
      const span = { kind: 'consumer', parent, attributes: { ...attributes, task_id: taskId } } as const;
      await inSpan(spanName, span, () => this.run(job, payload, leave)).finally(leave);
    } finally {
      release();
    }
  }

  private async run(job: Job, payload: JobPayload | null, leave: Leave): Promise<void> {
    const taskId = String(job.id);
    if (payload === null && isNewerPayload(job.data)) {
      this.logger.error({ taskId }, 'a job of a later version waits for a worker of that version: upgrade the workers');
      throw new RetryLater(Date.now() + newerVersionMs);
    }
    try {
      const end = await this.runner.run(taskId, payload !== null || isEmpty(job.data), leave);
      if (end?.end === 'retry') throw new RetryLater(end.dueAt);
      if (end?.end === 'handed-back') throw this.handBack(job);
    } catch (error) {
      if (error instanceof RetryLater || error instanceof HandedBack) throw error;
      if (!(error instanceof NotDueError)) this.logger.error({ taskId, err: error }, 'a job could not be run');
      await delay(pauseMs);
      throw error instanceof NotDueError ? new RetryLater(error.dueAt) : this.handBack(job);
    }
  }

  /** Sends the job back to the head of the queue, because it has waited its turn already. */
  private handBack(job: Job): HandedBack {
    job.opts.lifo = true;
    return new HandedBack();
  }
}

/** An empty payload is readable: Bull has been seen to deliver jobs without data, and the ledger has everything. */
const isEmpty = (data: unknown): boolean => Object.keys((data as object | null) ?? {}).length === 0;
