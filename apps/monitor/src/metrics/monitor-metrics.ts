import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { kpiNames, kpis, processingBounds } from '@vocalborn/kpi-catalogue';
import { taskName, type TaskState } from '@vocalborn/task-contract';
import type { HistoryEntry } from '@vocalborn/task-ledger';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { METRICS } from '../connections/tokens.js';
import { EventTail } from '../events/event-tail.js';
import { Measure } from '../kpis/measure.js';
import { Workers } from '../workers/workers.js';

/** Flower's name for what a task's history tells. */
const eventTypes: Readonly<Record<TaskState, string>> = {
  PENDING: 'task-received',
  PROCESSING: 'task-started',
  RETRY: 'task-retried',
  SUCCESS: 'task-succeeded',
  FAILURE: 'task-failed',
  REVOKED: 'task-revoked',
};

const windowSeconds = 3_600;

/** Scrapes of several Prometheus servers within this time share one measurement. */
const freshMs = 5_000;

/** Most claims whose time is kept, for the duration of their tries. */
const mostClaims = 10_000;

/** What Prometheus scrapes: the key figures by their names, and what Flower's exporter gives, under Flower's names. */
@Injectable()
export class MonitorMetrics implements OnApplicationBootstrap {
  readonly #events: Counter;
  readonly #runtime: Histogram;
  readonly #waited: Gauge;
  readonly #online: Gauge;
  readonly #executing: Gauge;
  readonly #prefetched: Gauge;
  readonly #kpis = new Map<string, Gauge>();
  readonly #began = new Map<string, number>();
  readonly #due = new Map<string, number>();
  #measuredAt = -Infinity;

  constructor(
    @Inject(METRICS) private readonly registry: Registry,
    private readonly tail: EventTail,
    private readonly measure: Measure,
    private readonly workers: Workers,
  ) {
    const registers = [registry];
    const gauge = (name: string, help: string, labelNames: string[] = []) =>
      new Gauge({ name, help, labelNames, registers });
    this.#events = new Counter({
      name: 'flower_events_total',
      help: 'Number of events',
      labelNames: ['worker', 'type', 'task'],
      registers,
    });
    this.#runtime = new Histogram({
      name: 'flower_task_runtime_seconds',
      help: 'Task runtime',
      labelNames: ['worker', 'task'],
      buckets: [...processingBounds],
      registers,
    });
    this.#waited = gauge('flower_task_prefetch_time_seconds', 'Time the task waited to be executed', [
      'worker',
      'task',
    ]);
    this.#prefetched = gauge('flower_worker_prefetched_tasks', 'Tasks held by a worker and not begun', [
      'worker',
      'task',
    ]);
    this.#online = gauge('flower_worker_online', 'Worker online status', ['worker']);
    const executing = 'flower_worker_number_of_currently_executing_tasks';
    this.#executing = gauge(executing, 'Number of tasks currently executing at a worker', ['worker']);
    for (const name of kpiNames) {
      const { label, unit, window } = kpis[name];
      const over = window === 'window' ? ', over the last hour' : '';
      this.#kpis.set(name, gauge(`vocalborn_kpi_${name}`, `${label['en-US']} (${unit.replaceAll('_', ' ')}${over})`));
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
    const values = (await this.measure.over(windowSeconds).catch(() => null))?.values;
    for (const name of kpiNames) {
      const value = values?.[name] ?? null;
      if (value === null) this.#kpis.get(name)?.remove();
      else this.#kpis.get(name)?.set(value);
    }
  }

  private async showWorkers(): Promise<void> {
    const workers = await this.workers.list().catch(() => []);
    [this.#online, this.#executing, this.#prefetched].forEach((gauge) => gauge.reset());
    for (const { online, report } of workers) {
      this.#online.set({ worker: report.name }, Number(online));
      this.#executing.set({ worker: report.name }, online ? report.active.length : 0);
      this.#prefetched.set({ worker: report.name, task: taskName }, online ? report.reserved.length : 0);
    }
  }

  /** Steps within a try are no events to Flower. */
  private count(entry: HistoryEntry): void {
    if (entry.status === 'PROCESSING' && entry.step !== 'initialising') return;
    const worker = entry.workerName ?? '';
    const at = Date.parse(entry.at);
    this.#events.inc({ worker, type: eventTypes[entry.status], task: taskName });
    if (entry.status === 'PROCESSING') {
      const due = this.#due.get(entry.taskId);
      if (due !== undefined) this.#waited.set({ worker, task: taskName }, Math.max(0, at - due) / 1000);
      keep(this.#began, entry.taskId, at);
    }
    const began = this.#began.get(entry.taskId);
    if (entry.status === 'SUCCESS' && began !== undefined) {
      this.#runtime.observe({ worker, task: taskName }, (at - began) / 1000);
    }
    if (entry.status !== 'PROCESSING') this.#began.delete(entry.taskId);
    if (entry.status === 'PENDING') keep(this.#due, entry.taskId, at);
    else if (entry.status === 'RETRY' && entry.nextRetryAt)
      keep(this.#due, entry.taskId, Date.parse(entry.nextRetryAt));
    else this.#due.delete(entry.taskId);
  }
}

/** Keeps an entry, and drops the oldest when there are too many. */
function keep(map: Map<string, number>, key: string, value: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > mostClaims && oldest !== undefined) map.delete(oldest);
}
