import { Inject, Injectable } from '@nestjs/common';
import { kpiMetric, kpiNames, kpis, type KpiName, type KpiValues } from '@vocalborn/monitoring-rules';
import { Gauge, type Registry } from 'prom-client';
import { METRICS } from '@vocalborn/observability';
import { Measure } from './measure.js';

/** Scrapes of several Prometheus servers within this time share one measurement. */
const freshMs = 5_000;

/** The key figures for Prometheus, over the window of the alerts. A figure that cannot be measured now is absent. */
@Injectable()
export class KpiMetrics {
  #values: Promise<KpiValues | null> = Promise.resolve(null);
  #measuredAt = -Infinity;

  constructor(
    @Inject(METRICS) registry: Registry,
    private readonly measure: Measure,
  ) {
    for (const name of kpiNames) {
      const gauge: Gauge = new Gauge({
        name: kpiMetric(name),
        help: helpOf(name),
        registers: [registry],
        collect: async () => {
          const value = (await this.values())?.[name] ?? null;
          if (value === null) gauge.remove();
          else gauge.set(value);
        },
      });
    }
  }

  private values(): Promise<KpiValues | null> {
    if (performance.now() - this.#measuredAt > freshMs) {
      this.#measuredAt = performance.now();
      this.#values = this.measure.overAlertWindow().then(
        ({ values }) => values,
        () => null,
      );
    }
    return this.#values;
  }
}

function helpOf(name: KpiName): string {
  const { label, unit, window } = kpis[name];
  const over = window === 'window' ? ', over the window of the alerts' : '';
  return `${label['en-US']} (${unit.replaceAll('_', ' ')}${over})`;
}
