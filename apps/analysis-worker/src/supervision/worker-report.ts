import type { ChildBeat } from './messages.js';
import type { WorkerChild } from './worker-child.js';

/** How the worker fares as a whole, over all its children, past and present. */
export interface SupervisedReport extends Omit<ChildBeat, 'type'> {
  readonly active: readonly string[];
  readonly processed: number;
  readonly failed: number;
  readonly retried: number;
  readonly recycles: number;
  readonly processes: readonly number[];
}

/** Puts the reports of the children together. */
export class WorkerReportView {
  recycles = 0;
  readonly #earlier = { processed: 0, failed: 0, retried: 0 };

  constructor(private readonly children: () => readonly WorkerChild[]) {}

  /** Adds what a child that ended has done to what is counted. */
  keepCounts({ tries }: WorkerChild): void {
    this.#earlier.processed += tries.processed;
    this.#earlier.failed += tries.failed;
    this.#earlier.retried += tries.retried;
  }

  /** Null when the present child has not reported within the given seconds. */
  latest(current: WorkerChild | null, withinSeconds: number): SupervisedReport | null {
    if (!current?.beat || current.silentTicks > withinSeconds) return null;
    const children = this.children();
    const sum = (read: (child: WorkerChild) => number): number =>
      children.reduce((total, child) => total + read(child), 0);
    return {
      ...current.beat,
      cpuCores: sum((child) => child.beat?.cpuCores ?? 0),
      reserved: children.flatMap((child) => child.beat?.reserved ?? []),
      processes: children.flatMap((child) => child.pid ?? []),
      memoryBytes: sum((child) => child.beat?.memoryBytes ?? 0),
      active: children.flatMap((child) => child.tries.active.map(({ taskId }) => taskId)),
      processed: this.#earlier.processed + sum((child) => child.tries.processed),
      failed: this.#earlier.failed + sum((child) => child.tries.failed),
      retried: this.#earlier.retried + sum((child) => child.tries.retried),
      recycles: this.recycles,
    };
  }
}
