import { InjectQueue } from '@nestjs/bull';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from '@vocalborn/observability';
import type { AnalysisWorkerSettings } from '@vocalborn/settings';
import { parseJobPayload, taskName } from '@vocalborn/task-contract';
import { queueName, TryAgain, type Job, type Queue } from '@vocalborn/task-queue';
import { LOGGER, SETTINGS } from '../connections/tokens.js';
import { Tally } from '../lifecycle/tally.js';
import { DELIVERY_PARTS } from './delivery-parts.js';
import { runDelivery, type DeliveryParts } from './run-delivery.js';

/** When something we need is away before a try could begin, its job is due again after this time. */
const putBackDelayMs = 5_000;

/** Takes tasks off the queue, first in, first out, as many at a time as configured. */
@Injectable()
export class AnalyzeAudioConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @InjectQueue(queueName) private readonly queue: Queue,
    @Inject(SETTINGS) private readonly settings: AnalysisWorkerSettings,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(DELIVERY_PARTS) private readonly parts: DeliveryParts,
    private readonly tally: Tally,
  ) {}

  onApplicationBootstrap(): void {
    this.queue.on('error', (error) => this.logger.warn({ err: error }, 'the queue is in trouble'));
    void this.queue.process(taskName, this.settings.CELERY_WORKER_CONCURRENCY, (job: Job) => this.take(job));
  }

  /** Stops taking tasks and waits for the running ones. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.queue.close();
    await this.parts.lifecycle.flush();
  }

  private async take(job: Job): Promise<void> {
    const taskId = String(job.id);
    const done = this.tally.began(taskId);
    const end = await runDelivery(taskId, isReadable(job.data), this.parts).catch((error: unknown) => {
      this.logger.error({ taskId, err: error }, 'a try could not be carried through; its job is put back');
      return { end: 'retry', delayMs: putBackDelayMs } as const;
    });
    done(end?.end ?? null);
    if (end?.end === 'retry') throw new TryAgain(end.delayMs);
  }
}

/** An empty payload is readable: everything is in the ledger, and Bull has been seen to hand jobs back empty. */
function isReadable(data: unknown): boolean {
  return parseJobPayload(data) !== null || Object.keys((data as object | null) ?? {}).length === 0;
}
