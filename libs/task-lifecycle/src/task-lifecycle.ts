import type { AcceptRequest } from '@vocalborn/task-ledger';
import { accept, type Acceptance } from './accept.js';
import type { LifecycleParts } from './parts.js';
import { ProgressRecorder } from './progress-recorder.js';
import { RunningTry } from './running-try.js';
import { start } from './start.js';

/** The one door through which a task's state changes: accept, start, and the endings of the try that start returns. */
export class TaskLifecycle {
  readonly #progress: ProgressRecorder;

  /** @param retryDelayScale factor on the retry table's delays; 1 in production */
  constructor(
    private readonly parts: LifecycleParts,
    private readonly retryDelayScale = 1,
  ) {
    this.#progress = new ProgressRecorder(parts.database, parts.logger);
  }

  accept(request: AcceptRequest): Promise<Acceptance> {
    return accept(this.parts, request);
  }

  /** Takes a delivered task for one try; null when there is nothing to run. */
  async start(taskId: string, workerName: string): Promise<RunningTry | null> {
    const claim = await start(this.parts, taskId, workerName);
    if (!claim) return null;
    const { parts, retryDelayScale } = this;
    return new RunningTry({ ...parts, progress: this.#progress, retryDelayScale }, claim);
  }

  /** Writes the steps that are still on their way to the ledger; call it before the database is closed. */
  flush(): Promise<void> {
    return this.#progress.flush();
  }
}
