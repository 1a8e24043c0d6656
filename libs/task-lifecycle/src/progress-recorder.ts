import type { DataSource } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import type { StepMark } from '@vocalborn/task';
import { recordProgress, type ProgressEntry } from '@vocalborn/task-ledger';

/** How long steps are gathered, so that the steps of all running tasks cost one statement. */
const gatherMs = 200;

/** Most steps kept while Postgres is away; beyond it the oldest are dropped, for they only decorate the history. */
const backlogLimit = 5_000;

/** Carries steps to the ledger in the background. Endings do not wait for it: they take their
 * task's steps along. */
export class ProgressRecorder {
  #entries: ProgressEntry[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: DataSource,
    private readonly logger: Logger,
  ) {}

  note(entry: ProgressEntry): void {
    this.#entries.push(entry);
    this.#timer ??= setTimeout(() => void this.flush(), gatherMs);
  }

  /** Hands over the steps of a task that are not written yet, for its ending to write. */
  take(taskId: string): StepMark[] {
    const taken = this.#entries.filter((entry) => entry.taskId === taskId);
    if (taken.length > 0) this.#entries = this.#entries.filter((entry) => entry.taskId !== taskId);
    return taken.map((entry) => entry.mark);
  }

  /** Writes what has been gathered; resolves when it is written or put back for later. */
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
      this.logger.warn({ err: error, entries: entries.length }, 'the ledger did not take the latest steps yet');
      this.#entries = [...entries, ...this.#entries].slice(-backlogLimit);
      this.#timer ??= setTimeout(() => void this.flush(), gatherMs * 10);
    }
  }
}
