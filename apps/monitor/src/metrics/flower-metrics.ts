import { processingBounds } from '@vocalborn/monitoring-rules';
import { taskName, type TaskState } from '@vocalborn/task';
import type { HistoryEntry } from '@vocalborn/task-ledger';
import type { RegisteredWorker } from '@vocalborn/worker-control';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Ended } from './task-times.js';

/** Flower's name for what a task's history tells. */
const eventTypes: Readonly<Record<TaskState, string>> = {
  PENDING: 'task-received',
  PROCESSING: 'task-started',
  RETRY: 'task-retried',
  SUCCESS: 'task-succeeded',
  FAILURE: 'task-failed',
  REVOKED: 'task-revoked',
};

/** What Flower's exporter gives, under Flower's names and labels, so that its published dashboards work. */
export class FlowerMetrics {
  readonly #events: Counter;
  readonly #runtime: Histogram;
  readonly #waited: Gauge;
  readonly #online: Gauge;
  readonly #executing: Gauge;
  readonly #prefetched: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    const ofTask = ['worker', 'task'];
    const gauge = (name: string, help: string, labelNames: string[]) =>
      new Gauge({ name, help, labelNames, registers });
    const labelNames = ['worker', 'type', 'task'];
    this.#events = new Counter({ name: 'flower_events_total', help: 'Number of events', labelNames, registers });
    this.#runtime = new Histogram({
      name: 'flower_task_runtime_seconds',
      help: 'Task runtime',
      labelNames: ofTask,
      buckets: [...processingBounds],
      registers,
    });
    this.#waited = gauge('flower_task_prefetch_time_seconds', 'Time the task waited to be executed', ofTask);
    this.#prefetched = gauge('flower_worker_prefetched_tasks', 'Tasks held by a worker and not begun', ofTask);
    this.#online = gauge('flower_worker_online', 'Worker online status', ['worker']);
    const executing = 'flower_worker_number_of_currently_executing_tasks';
    this.#executing = gauge(executing, 'Number of tasks currently executing at a worker', ['worker']);
  }

  count({ workerName, status }: HistoryEntry, { waited, ran }: Ended): void {
    const labels = { worker: workerName ?? '', task: taskName };
    this.#events.inc({ ...labels, type: eventTypes[status] });
    if (waited !== null) this.#waited.set(labels, waited);
    if (ran !== null) this.#runtime.observe(labels, ran);
  }

  showWorkers(workers: readonly RegisteredWorker[]): void {
    [this.#online, this.#executing, this.#prefetched].forEach((gauge) => gauge.reset());
    for (const { online, report } of workers) {
      this.#online.set({ worker: report.name }, Number(online));
      this.#executing.set({ worker: report.name }, online ? report.active.length : 0);
      this.#prefetched.set({ worker: report.name, task: taskName }, online ? report.reserved.length : 0);
    }
  }
}
