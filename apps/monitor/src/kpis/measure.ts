import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import type { KpiValues } from '@vocalborn/monitoring-rules';
import { SETTINGS, type MonitorSettings } from '@vocalborn/settings';
import {
  figuresSince,
  longestPresentWait,
  lookupsSince,
  rollUpTaskMinutes,
  sampleGauges,
  type FiguresOfWindow,
} from '@vocalborn/monitor-store';
import { distinctServers, readRedisReport } from '@vocalborn/redis';
import type { Redis } from '@vocalborn/result-cache';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { listWorkers } from '@vocalborn/worker-control';
import { RESULT_CACHE_CONNECTION } from '@vocalborn/task-lifecycle/nest';
import { gaugesOf, lookupsOf, type Findings } from './gauges.js';
import { kpiValues } from './values.js';

export interface Measurement {
  readonly figures: FiguresOfWindow;
  readonly findings: Findings;
  readonly values: KpiValues;
}

const hourMs = 3_600_000;

const reached = <T>(work: Promise<T>): Promise<T | null> => work.catch(() => null);

/** Measures the key figures. The figures of a server that is unavailable are null; the others are measured. */
@Injectable()
export class Measure {
  constructor(
    private readonly database: Database,
    private readonly queue: AnalysisQueue,
    @Inject(RESULT_CACHE_CONNECTION) private readonly redis: Redis,
    @Inject(SETTINGS) private readonly settings: MonitorSettings,
  ) {}

  /** Seconds over which alert conditions are evaluated. */
  get alertWindowSeconds(): number {
    return this.settings.ALERT_WINDOW_SECONDS;
  }

  /** All figures over the window of the alerts. @throws when the database is unavailable */
  overAlertWindow(): Promise<Measurement> {
    return this.over(this.alertWindowSeconds);
  }

  /** All figures over the seconds up to now. @throws when the database is unavailable */
  async over(windowSeconds: number): Promise<Measurement> {
    const begin = new Date(Date.now() - windowSeconds * 1000);
    const [figures, presentWait, findings] = await Promise.all([
      figuresSince(this.database, begin),
      longestPresentWait(this.database),
      this.find(),
    ]);
    const present = lookupsOf(findings.redis);
    const lookups = present && ((await lookupsSince(this.database, figures.from, present)) ?? present);
    const hours = (figures.to.getTime() - figures.from.getTime()) / hourMs;
    const values = kpiValues({ figures, hours, presentWait, gauges: gaugesOf(findings), lookups });
    return { figures, findings, values };
  }

  /** Stores the figures of past minutes and the sample of this minute. */
  async store(): Promise<void> {
    await rollUpTaskMinutes(this.database);
    const findings = await this.find();
    await sampleGauges(this.database, gaugesOf(findings), lookupsOf(findings.redis));
  }

  private async find(): Promise<Findings> {
    const [counts, workers, broker, cache] = await Promise.all([
      reached(this.queue.counts()),
      reached(listWorkers(this.redis)),
      reached(this.queue.server.report()),
      reached(this.redis.info()),
    ]);
    const redis = broker === null || cache === null ? null : distinctServers([broker, cache].map(readRedisReport));
    return { queueLength: counts && counts.waiting + counts.paused, workers, redis };
  }
}
