import { Inject, Injectable } from '@nestjs/common';
import { processingBounds } from '@vocalborn/monitoring-rules';
import { Counter, Histogram, type Registry } from 'prom-client';
import { METRICS } from '@vocalborn/observability';
import { TimedEvents, type TimedEvent } from './timed-events.js';

const waitBounds = [0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800];

/** State changes of tasks since this monitor started. Each of several monitors counts all of them. */
@Injectable()
export class TaskMetrics {
  readonly #events: Counter;
  readonly #waits: Histogram;
  readonly #runs: Histogram;

  constructor(@Inject(METRICS) registry: Registry, timed: TimedEvents) {
    const registers = [registry];
    this.#events = new Counter({
      name: 'vocalborn_task_events_total',
      help: 'State changes of tasks, by the new state and the error kind that led to it',
      labelNames: ['state', 'error_kind'],
      registers,
    });
    this.#waits = new Histogram({
      name: 'vocalborn_task_wait_seconds',
      help: 'Time from the moment when a task was due to its claim',
      buckets: waitBounds,
      registers,
    });
    this.#runs = new Histogram({
      name: 'vocalborn_task_processing_seconds',
      help: 'Time from the claim of a task to its success',
      buckets: [...processingBounds],
      registers,
    });
    timed.events.subscribe((event) => this.count(event));
  }

  private count({ entry, waited, ran }: TimedEvent): void {
    this.#events.inc({ state: entry.status, error_kind: entry.errorKind ?? '' });
    if (waited !== null) this.#waits.observe(waited);
    if (ran !== null) this.#runs.observe(ran);
  }
}
