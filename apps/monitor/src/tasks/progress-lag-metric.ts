import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { longestProgressLag } from '@vocalborn/monitor-store';
import { Gauge, type Registry } from 'prom-client';
import { METRICS } from '@vocalborn/observability';

/** Shows tasks that run without progress. The value is absent while the database is unavailable. */
@Injectable()
export class ProgressLagMetric {
  constructor(@Inject(METRICS) registry: Registry, database: Database) {
    const gauge: Gauge = new Gauge({
      name: 'vocalborn_task_progress_lag_seconds',
      help: 'Longest time since the last step of a running task; 0 when no task runs',
      registers: [registry],
      collect: async () => {
        const lag = await longestProgressLag(database).catch(() => undefined);
        if (lag === undefined) gauge.remove();
        else gauge.set(lag ?? 0);
      },
    });
  }
}
