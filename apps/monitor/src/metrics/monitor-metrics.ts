import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { kpiMetric, kpiNames, kpis } from '@vocalborn/monitoring-rules';
import type { HistoryEntry } from '@vocalborn/task-ledger';
import { Gauge, type Registry } from 'prom-client';
import { AlertFigures } from '../alerts/alert-figures.js';
import { METRICS } from '../connections/tokens.js';
import { EventTail } from '../events/event-tail.js';
import { Workers } from '../workers/workers.js';
import { FlowerMetrics } from './flower-metrics.js';
import { TaskMetrics } from './task-metrics.js';
import { TaskTimes } from './task-times.js';

/** Scrapes of several Prometheus servers within this time share one measurement. */
const freshMs = 5_000;

/** What Prometheus scrapes: the key figures by their names, what happens to tasks, and what Flower's exporter gives. */
@Injectable()
export class MonitorMetrics implements OnApplicationBootstrap {
  readonly #kpis = new Map<string, Gauge>();
  readonly #flower: FlowerMetrics;
  readonly #tasks: TaskMetrics;
  readonly #times = new TaskTimes();
  #measuredAt = -Infinity;

  constructor(
    @Inject(METRICS) private readonly registry: Registry,
    private readonly tail: EventTail,
    private readonly figures: AlertFigures,
    private readonly workers: Workers,
  ) {
    this.#flower = new FlowerMetrics(registry);
    this.#tasks = new TaskMetrics(registry);
    for (const name of kpiNames) {
      const { label, unit, window } = kpis[name];
      const over = window === 'window' ? ', over the window of the alerts' : '';
      const help = `${label['en-US']} (${unit.replaceAll('_', ' ')}${over})`;
      this.#kpis.set(name, new Gauge({ name: kpiMetric(name), help, registers: [registry] }));
    }
  }

  onApplicationBootstrap(): void {
    this.tail.entries.subscribe((entry) => this.count(entry));
  }

  /** The text for a scrape. Figures that cannot be measured now are left out rather than shown as they were. */
  async text(): Promise<string> {
    if (performance.now() - this.#measuredAt > freshMs) {
      this.#measuredAt = performance.now();
      await Promise.all([this.showKpis(), this.showWorkers()]);
    }
    return this.registry.metrics();
  }

  private async showKpis(): Promise<void> {
    const values = (await this.figures.now().catch(() => null))?.values;
    for (const name of kpiNames) {
      const value = values?.[name] ?? null;
      if (value === null) this.#kpis.get(name)?.remove();
      else this.#kpis.get(name)?.set(value);
    }
  }

  private async showWorkers(): Promise<void> {
    this.#flower.showWorkers(await this.workers.list().catch(() => []));
  }

  /** Steps within a try are no events. */
  private count(entry: HistoryEntry): void {
    if (entry.status === 'PROCESSING' && entry.step !== 'initialising') return;
    const ended = this.#times.see(entry);
    this.#flower.count(entry, ended);
    this.#tasks.count(entry, ended);
  }
}
