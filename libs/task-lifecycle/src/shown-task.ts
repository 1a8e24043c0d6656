import type { TaskSnapshot } from '@vocalborn/task';
import { writeToCache, type LifecycleDependencies } from './dependencies.js';

/**
 * How long changes are collected before they are shown. A person does not notice it, and the steps of an attempt that
 * takes a tenth of a second, or that come in one burst, cost one write.
 */
const gatherMs = 50;

/** Shows one attempt of a task in the result cache: its steps soon after they are reported, its ending at once. */
export class ShownTask {
  /** The last state that the cache is known to hold. */
  #written: TaskSnapshot | undefined;
  #next: TaskSnapshot | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isRefused = false;

  constructor(private readonly dependencies: Pick<LifecycleDependencies, 'cache' | 'logger'>) {}

  /** Whether the cache was found to hold a later attempt or state: this attempt has lost its task. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** Shows a state within 50 ms, or a later one that was reported meanwhile. Never throws. */
  show(task: TaskSnapshot): void {
    this.#next = task;
    this.#timer ??= setTimeout(() => void this.writeNext(), gatherMs);
  }

  /** Shows the last state of the attempt; resolves when it is written, or refused, or the cache is away. */
  async end(task: TaskSnapshot): Promise<void> {
    clearTimeout(this.#timer);
    this.#next = undefined;
    await this.write(task);
  }

  private async writeNext(): Promise<void> {
    const task = this.#next;
    this.#next = undefined;
    if (task) await this.write(task);
    this.#timer = undefined;
    const reportedMeanwhile = this.#next as TaskSnapshot | undefined;
    if (reportedMeanwhile) this.show(reportedMeanwhile);
  }

  private async write(task: TaskSnapshot): Promise<void> {
    const outcome = await writeToCache(this.dependencies, task, this.#written);
    if (outcome === 'written') this.#written = task;
    if (outcome === 'refused') this.#isRefused = true;
  }
}
