import type { Database } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import type { StepMark } from '@vocalborn/task';
import { recordProgress, type ProgressEntry } from '@vocalborn/task-ledger';

/** How long steps are collected, so that the steps of all running tasks cost one statement. */
const gatherMs = 200;

/** Limit of steps kept while Postgres is away. Beyond it the oldest are dropped: a step only informs, no state depends on it. */
const backlogLimit = 5_000;

/** Writes steps to the ledger in the background. An ending does not wait for it: it takes its task's steps and writes them. */
export class ProgressRecorder {
  #entries: ProgressEntry[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  /** Adds a step; it is written within 200 ms. */
  note(entry: ProgressEntry): void {
    this.#entries.push(entry);
    this.#timer ??= setTimeout(() => void this.flush(), gatherMs);
  }

  /** Removes and returns the unwritten steps of a task, for its ending to write. */
  take(taskId: string): StepMark[] {
    const taken = this.#entries.filter((entry) => entry.taskId === taskId);
    if (taken.length > 0) this.#entries = this.#entries.filter((entry) => entry.taskId !== taskId);
    return taken.map((entry) => entry.mark);
  }

  /** Writes the collected steps; resolves when they are written, or kept because Postgres is away. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.write());
    return this.#writing;
  }

  private async write(): Promise<void> {
    const entries = this.#entries;
    this.#entries = [];
    try {
      await recordProgress(this.database, entries);
    } catch (error) {
      this.logger.warn({ err: error, entries: entries.length }, 'the latest steps could not be written yet');
      this.#entries = [...entries, ...this.#entries].slice(-backlogLimit);
      this.#timer ??= setTimeout(() => void this.flush(), gatherMs * 10);
    }
  }
}
