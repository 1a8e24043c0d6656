import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { METRICS, gaugeByState } from '@vocalborn/observability';
import { countEnded } from '@vocalborn/task-ledger';
import { AnalysisQueue, queueName } from '@vocalborn/task-queue';
import type { Registry } from 'prom-client';
import { Workers } from '../workers/workers.js';
import type { QueuesDto } from './queue.dto.js';

/** The queue now: as a table for operators and as a metric for Prometheus. */
@Injectable()
export class QueueTable {
  constructor(
    private readonly database: Database,
    private readonly queue: AnalysisQueue,
    private readonly workers: Workers,
    @Inject(METRICS) registry: Registry,
  ) {
    gaugeByState(registry, {
      name: 'vocalborn_queue_jobs',
      help: 'Jobs in the lists of the queue; delayed jobs wait for the time of a retry',
      read: async () => {
        const { waiting, active, delayed, paused } = await queue.counts();
        return { waiting, active, delayed, paused };
      },
    });
  }

  /** @throws when Postgres or Redis is unavailable */
  async read(): Promise<QueuesDto> {
    const [counts, paused, online, throughput] = await Promise.all([
      this.queue.counts(),
      this.queue.isPaused(),
      this.workers.online(),
      countEnded(this.database, 60),
    ]);
    const row = {
      queue: queueName,
      pending: counts.waiting + counts.paused,
      active: counts.active,
      waiting_for_retry: counts.delayed,
      paused,
      workers: online.length,
      throughput_per_minute: throughput,
    };
    return { queues: [row] };
  }
}
