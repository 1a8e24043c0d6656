import { InjectQueue } from '@nestjs/bull';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Logger } from '@vocalborn/observability';
import { parseJobPayload } from '@vocalborn/task';
import { NotDueError } from '@vocalborn/task-lifecycle';
import { consume, HandedBack, keepLocked, queueName, RetryLater, type Job, type Queue } from '@vocalborn/task-queue';
import { setTimeout as delay } from 'node:timers/promises';
import { LOGGER } from '../connections/tokens.js';
import { OwnershipWatch } from '../lifecycle/ownership-watch.js';
import { RunningAttempts } from '../lifecycle/running-tries.js';
import { Admission } from './admission.js';
import { DELIVERY_PARTS } from './delivery-parts.js';
import { runDelivery, StopNowError, type DeliveryDependencies } from './run-delivery.js';

/** Pause before a job that could not be run for no known reason, or came too early, goes back: no hot loop. */
const pauseMs = 1_000;

/** Takes tasks off the queue, first in, first out, as many at a time as it is told. */
@Injectable()
export class AnalyzeAudioConsumer implements BeforeApplicationShutdown {
  #taking = false;

  constructor(
    @InjectQueue(queueName) private readonly queue: Queue,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(DELIVERY_PARTS) private readonly parts: DeliveryDependencies,
    private readonly admission: Admission,
    private readonly tries: RunningAttempts,
    private readonly ownership: OwnershipWatch,
  ) {
    this.queue.on('error', (error) => this.logger.warn({ err: error }, 'the queue is in trouble'));
  }

  /** Begins to take tasks, `concurrency` at a time. */
  take(concurrency: number): void {
    if (this.#taking) return;
    this.#taking = true;
    consume(this.queue, concurrency, (job) => this.deliver(job));
  }

  /** Breaks off what runs: every task goes back to the queue at once. */
  stopNow(): void {
    this.admission.close();
    this.tries.abort(new StopNowError());
  }

  /** Stops taking tasks, gives those back that have not begun, and waits for the running ones. */
  async beforeApplicationShutdown(): Promise<void> {
    this.admission.close();
    await this.queue.close();
    await this.parts.lifecycle.flush();
  }

  private async deliver(job: Job): Promise<void> {
    const release = keepLocked(job, () => void this.ownership.look());
    try {
      const leave = await this.admission.enter(String(job.id));
      if (!leave) throw this.handBack(job);
      await this.run(job).finally(leave);
    } finally {
      release();
    }
  }

  private async run(job: Job): Promise<void> {
    const taskId = String(job.id);
    try {
      const end = await runDelivery(taskId, isReadable(job.data), this.parts);
      if (end?.end === 'retry') throw new RetryLater(end.dueAt);
      if (end?.end === 'handed-back') throw this.handBack(job);
    } catch (error) {
      if (error instanceof RetryLater || error instanceof HandedBack) throw error;
      if (!(error instanceof NotDueError)) this.logger.error({ taskId, err: error }, 'a job could not be run');
      await delay(pauseMs);
      throw error instanceof NotDueError ? new RetryLater(error.dueAt) : this.handBack(job);
    }
  }

  /** Back to where it came from: the head of the queue, for it has waited its turn. */
  private handBack(job: Job): HandedBack {
    job.opts.lifo = true;
    return new HandedBack();
  }
}

/** An empty payload is readable: everything is in the ledger, and Bull has been seen to hand jobs back empty. */
function isReadable(data: unknown): boolean {
  return parseJobPayload(data) !== null || Object.keys((data as object | null) ?? {}).length === 0;
}
