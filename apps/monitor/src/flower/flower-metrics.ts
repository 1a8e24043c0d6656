import { Inject, Injectable } from '@nestjs/common';
import { processingBounds } from '@vocalborn/monitoring-rules';
import { taskName, type TaskState } from '@vocalborn/task';
import type { RegisteredWorker } from '@vocalborn/worker-control';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { METRICS } from '@vocalborn/observability';
import { TimedEvents, type TimedEvent } from '../events/timed-events.js';
import { Workers } from '../workers/workers.js';

/** Flower's name of each state change. */
const eventTypes: Readonly<Record<TaskState, string>> = {
  PENDING: 'task-received',
  PROCESSING: 'task-started',
  RETRY: 'task-retried',
  SUCCESS: 'task-succeeded',
  FAILURE: 'task-failed',
  REVOKED: 'task-revoked',
};

type Values = (worker: RegisteredWorker) => number;

/**
 * A worker is registered for an hour after it signed off. Its series stay a little longer, for a registry that was lost with
 * its Redis: the workers that run register again.
 */
const keptMs = 5 * 60_000;

/** The metrics of Flower's exporter with its names and labels, so that published dashboards work. */
@Injectable()
export class FlowerMetrics {
  readonly #events: Counter;
  readonly #runtime: Histogram;
  readonly #waited: Gauge;
  /** When each worker with series was last registered, or ended a task. */
  readonly #seenAt = new Map<string, number>();

  constructor(
    @Inject(METRICS) private readonly registry: Registry,
    private readonly workers: Workers,
    timed: TimedEvents,
  ) {
    const registers = [registry];
    const labelNames = ['worker', 'task'];
    this.#events = new Counter({
      name: 'flower_events_total',
      help: 'Number of events',
      labelNames: ['worker', 'type', 'task'],
      registers,
    });
    this.#runtime = new Histogram({
      name: 'flower_task_runtime_seconds',
      help: 'Task runtime',
      labelNames,
      buckets: [...processingBounds],
      registers,
    });
    this.#waited = new Gauge({
      name: 'flower_task_prefetch_time_seconds',
      help: 'Time the task waited to be executed',
      labelNames,
      registers,
    });
    this.gaugePerWorker('flower_worker_online', 'Worker online status', {}, ({ online }) => Number(online));
    const executing = 'flower_worker_number_of_currently_executing_tasks';
    this.gaugePerWorker(executing, 'Number of tasks currently executing at a worker', {}, ({ online, report }) =>
      online ? report.active.length : 0,
    );
    const prefetched = 'Tasks held by a worker and not begun';
    this.gaugePerWorker('flower_worker_prefetched_tasks', prefetched, { task: taskName }, ({ online, report }) =>
      online ? report.reserved.length : 0,
    );
    timed.events.subscribe((event) => this.count(event));
  }

  private count({ entry: { workerName, status }, waited, ran }: TimedEvent): void {
    const labels = { worker: workerName ?? '', task: taskName };
    if (workerName !== null) this.#seenAt.set(workerName, Date.now());
    this.#events.inc({ ...labels, type: eventTypes[status] });
    if (waited !== null) this.#waited.set(labels, waited);
    if (ran !== null) this.#runtime.observe(labels, ran);
  }

  /** Drops the series of workers that are gone: every pod has a name of its own. */
  private forgetGone(registered: readonly RegisteredWorker[]): void {
    const now = Date.now();
    for (const { report } of registered) this.#seenAt.set(report.name, now);
    for (const [worker, seenAt] of this.#seenAt) {
      if (now - seenAt < keptMs) continue;
      this.#seenAt.delete(worker);
      const labels = { worker, task: taskName };
      this.#waited.remove(labels);
      this.#runtime.remove(labels);
      for (const type of Object.values(eventTypes)) this.#events.remove({ ...labels, type });
    }
  }

  /** A gauge with a series per registered worker. It has no series while Redis is unavailable. */
  private gaugePerWorker(name: string, help: string, labels: Record<string, string>, valueOf: Values): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: ['worker', ...Object.keys(labels)],
      registers: [this.registry],
      collect: async () => {
        const listed = await this.workers.list().catch(() => null);
        const workers = listed ?? [];
        if (listed) this.forgetGone(listed);
        gauge.reset();
        for (const worker of workers) gauge.set({ worker: worker.report.name, ...labels }, valueOf(worker));
      },
    });
  }
}
