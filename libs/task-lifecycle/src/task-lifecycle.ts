import type { TaskSnapshot } from '@vocalborn/task';
import { findTask, type AcceptRequest, type Claim, type TryReference } from '@vocalborn/task-ledger';
import { accept, type Acceptance } from './accept.js';
import { cancel } from './cancel.js';
import type { LifecycleParts } from './parts.js';
import { ProgressRecorder } from './progress-recorder.js';
import { reopen, type Reopening } from './reopen.js';
import { RunningTry } from './running-try.js';
import { start } from './start.js';

/** A task taken for one try: what is to be done, and the door for telling how it goes. */
export interface StartedTry {
  readonly claim: Claim;
  readonly run: RunningTry;
}

/**
 * The one door through which a task's state changes: accept, start, the endings
 * of the try that start returns, cancel and reopen.
 */
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

  /**
   * Takes a delivered task for one try; null when there is nothing to run.
   * @throws NotDueError when the task waits for a retry whose time has not come
   */
  async start(taskId: string, workerName: string): Promise<StartedTry | null> {
    const claim = await start(this.parts, taskId, workerName);
    return claim && { claim, run: this.tryOf(claim.snapshot) };
  }

  /**
   * A try that somebody else ran, to be ended in their place because they were ended by force; null when the task has
   * moved on.
   */
  async takeOver(reference: TryReference): Promise<RunningTry | null> {
    const task = await findTask(this.parts.database, reference.taskId);
    const stillTheirs = task?.status === 'PROCESSING' && task.attempt === reference.attempt;
    return stillTheirs ? this.tryOf(task) : null;
  }

  /** Ends a task as REVOKED, whatever it is doing; a worker that runs it finds out within a second. */
  cancel(taskId: string): Promise<TaskSnapshot | null> {
    return cancel(this.parts, taskId);
  }

  /** Sends a task that failed or was revoked back to the end of the queue. */
  reopen(taskId: string): Promise<Reopening> {
    return reopen(this.parts, taskId);
  }

  /** Writes the steps that are still on their way to the ledger; call it before the database is closed. */
  flush(): Promise<void> {
    return this.#progress.flush();
  }

  private tryOf(snapshot: TaskSnapshot): RunningTry {
    const { parts, retryDelayScale } = this;
    return new RunningTry({ ...parts, progress: this.#progress, retryDelayScale }, snapshot);
  }
}
