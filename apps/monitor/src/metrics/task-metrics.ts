import { processingBounds } from '@vocalborn/monitoring-rules';
import type { HistoryEntry } from '@vocalborn/task-ledger';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { Ended } from './task-times.js';

const waitBounds = [0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800];

/** What happened to tasks since this monitor started; every monitor counts all of it. */
export class TaskMetrics {
  readonly #events: Counter;
  readonly #waits: Histogram;
  readonly #runs: Histogram;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#events = new Counter({
      name: 'vocalborn_task_events_total',
      help: 'State changes of tasks, by the state that was reached and the kind of error that led to it',
      labelNames: ['state', 'error_kind'],
      registers,
    });
    this.#waits = new Histogram({
      name: 'vocalborn_task_wait_seconds',
      help: 'From the moment that a task was due to its claim',
      buckets: waitBounds,
      registers,
    });
    this.#runs = new Histogram({
      name: 'vocalborn_task_processing_seconds',
      help: 'From the claim of a task to its success',
      buckets: [...processingBounds],
      registers,
    });
  }

  count({ status, errorKind }: HistoryEntry, { waited, ran }: Ended): void {
    this.#events.inc({ state: status, error_kind: errorKind ?? '' });
    if (waited !== null) this.#waits.observe(waited);
    if (ran !== null) this.#runs.observe(ran);
  }
}
