import type { ChildStatus } from '../messages.js';
import type { WorkerChild } from './worker-child.js';

/** The report of a whole worker. Counts include children that have ended. */
export interface SupervisedReport extends Omit<ChildStatus, 'type'> {
  readonly active: readonly string[];
  readonly processed: number;
  readonly failed: number;
  readonly retried: number;
  readonly recycles: number;
  readonly processes: readonly number[];
}

/** Combines the reports of all children of a worker. */
export class WorkerReportView {
  recycles = 0;
  readonly #earlier = { processed: 0, failed: 0, retried: 0 };

  constructor(private readonly children: () => readonly WorkerChild[]) {}

  /** Adds the counts of a child that has ended. */
  keepCounts({ attempts }: WorkerChild): void {
    this.#earlier.processed += attempts.processed;
    this.#earlier.failed += attempts.failed;
    this.#earlier.retried += attempts.retried;
  }

  /** Null when the current child has not reported within the given seconds. */
  latest(current: WorkerChild | null, withinSeconds: number): SupervisedReport | null {
    if (!current?.status || current.silentTicks > withinSeconds) return null;
    const children = this.children();
    const sum = (read: (child: WorkerChild) => number): number =>
      children.reduce((total, child) => total + read(child), 0);
    return {
      ...current.status,
      cpuCores: sum((child) => child.status?.cpuCores ?? 0),
      reserved: children.flatMap((child) => child.status?.reserved ?? []),
      processes: children.flatMap((child) => child.pid ?? []),
      memoryBytes: sum((child) => child.status?.memoryBytes ?? 0),
      active: children.flatMap((child) => child.attempts.active.map(({ taskId }) => taskId)),
      processed: this.#earlier.processed + sum((child) => child.attempts.processed),
      failed: this.#earlier.failed + sum((child) => child.attempts.failed),
      retried: this.#earlier.retried + sum((child) => child.attempts.retried),
      recycles: this.recycles,
    };
  }
}
