import { Inject, Injectable } from '@nestjs/common';
import { connectionCounts, DataSource } from '@vocalborn/database';
import { longestProgressLag } from '@vocalborn/monitor-store';
import { gaugeByState } from '@vocalborn/observability';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { Gauge, type Registry } from 'prom-client';
import { METRICS } from '../connections/tokens.js';

/** What is measured at the moment of a scrape: the queue's lists, tasks without progress, connections. */
@Injectable()
export class PresentMetrics {
  constructor(
    @Inject(METRICS) registry: Registry,
    private readonly database: DataSource,
    private readonly queue: AnalysisQueue,
  ) {
    gaugeByState(registry, {
      name: 'vocalborn_queue_jobs',
      help: 'Jobs in the lists of the queue; delayed ones wait for the time of a retry',
      read: () => this.jobs(),
    });
    gaugeByState(registry, {
      name: 'vocalborn_database_connections',
      help: 'Connections of the pool, and callers that wait for one',
      read: () => connectionCounts(this.database),
    });
    const lag: Gauge = new Gauge({
      name: 'vocalborn_task_progress_lag_seconds',
      help: 'Time since the last step of the running task that has made none for longest; 0 when none runs',
      registers: [registry],
      collect: () => this.showLag(lag),
    });
  }

  private async jobs() {
    const { waiting, active, delayed, paused } = await this.queue.counts();
    return { waiting, active, delayed, paused };
  }

  private async showLag(gauge: Gauge): Promise<void> {
    const lag = await longestProgressLag(this.database).catch(() => undefined);
    if (lag === undefined) gauge.remove();
    else gauge.set(lag ?? 0);
  }
}
