import { traceparent } from '@vocalborn/observability';
import { isFinal, type StepMark, type TaskSnapshot } from '@vocalborn/task';
import {
  acceptTasks,
  contended,
  GroupCommit,
  cancelTask,
  failExhaustedTask,
  findTask,
  maxLostAttempts,
  rerunTask,
  WorkerWrites,
  type AcceptOutcome,
  type AcceptRequest,
  type AttemptReference,
  type Claim,
  type RerunOutcome,
} from '@vocalborn/task-ledger';
import type { QueuedTask } from '@vocalborn/task-queue';
import { Attempt } from './attempt.js';
import { writeToCache, type LifecycleDependencies } from './dependencies.js';
import { ProgressRecorder } from './progress-recorder.js';

/** A claimed task: what the analysis needs, and the attempt that reports its steps and its ending. */
export interface StartedAttempt {
  readonly claim: Claim;
  readonly attempt: Attempt;
}

/** The outcome of a request. `queuePosition` is null while the queue cannot be reached. */
export type Acceptance =
  | (Extract<AcceptOutcome, { outcome: 'accepted' }> & { readonly queuePosition: number | null })
  | Exclude<AcceptOutcome, { outcome: 'accepted' }>;

/** The outcome of a rerun. `queuePosition` is null while the queue cannot be reached. */
export type Rerun =
  | (Extract<RerunOutcome, { outcome: 'rerun' }> & { readonly queuePosition: number | null })
  | Exclude<RerunOutcome, { outcome: 'rerun' }>;

/** The queue delivered a task before its retry is due. */
export class NotDueError extends Error {
  constructor(
    taskId: string,
    /** Milliseconds since 1970 by the database's clock. */
    readonly dueAt: number,
  ) {
    super(`task ${taskId} is not due before ${new Date(dueAt).toISOString()}`);
    this.name = 'NotDueError';
  }
}

/** A group that waits for a locked record holds up only its members. */
const acceptanceGroups = { statements: 2, patienceMs: 20, members: 100 } as const;

/**
 * Changes the state of tasks; nothing else does, except the endings of an `Attempt`. Every operation writes the ledger
 * first, then the queue and the result cache, and its docstring tells what a crash between the two leaves behind.
 */
export class TaskLifecycle {
  readonly #progress: ProgressRecorder;
  readonly #writes: WorkerWrites;
  readonly #acceptance: GroupCommit<AcceptRequest, AcceptOutcome>;

  /** @param retryDelayScale factor on the retry table's delays; 1 in production */
  constructor(
    private readonly dependencies: LifecycleDependencies,
    private readonly retryDelayScale = 1,
  ) {
    const { database, logger } = dependencies;
    this.#progress = new ProgressRecorder(database, logger);
    this.#writes = new WorkerWrites(database);
    const run = (requests: readonly AcceptRequest[]) => acceptTasks(database, requests);
    this.#acceptance = new GroupCommit({ run, contended, ...acceptanceGroups });
  }

  /**
   * Accepts a task. Queue and cache are written at the same time, in one round trip each; the caller never waits for a
   * Redis that is away.
   *
   * Crash before the ledger's commit: nothing happened, and the client got no answer. Crash after it, or Redis away: the
   * task is PENDING in the ledger and in no queue; recovery queues it.
   */
  async accept(request: AcceptRequest): Promise<Acceptance> {
    const outcome = await this.#acceptance.submit(request);
    if (outcome.outcome !== 'accepted') return outcome;
    const { snapshot } = outcome;
    const { queue } = this.dependencies;
    const shown = { ...snapshot, steps: [queuedAt(snapshot.createdAt)] };
    const queued = { ...request, userId: snapshot.userId };
    const queuePosition = await this.queueAndShow((task) => queue.enqueueNew(task), queued, shown);
    return { ...outcome, queuePosition };
  }

  /**
   * Makes a failed or cancelled task PENDING again, and queues it.
   *
   * Crash after the ledger's commit, or Redis away, or a worker still has the job of the cancelled attempt: the task is
   * PENDING in the ledger and in no queue; recovery queues it.
   */
  async rerun(taskId: string): Promise<Rerun> {
    const outcome = await rerunTask(this.dependencies.database, taskId);
    if (outcome.outcome !== 'rerun') return outcome;
    const { snapshot, params } = outcome;
    const steps = [queuedAt(new Date().toISOString())];
    const { practiceRecordId, userId } = snapshot;
    const queued = { taskId, practiceRecordId, userId, params };
    const { queue } = this.dependencies;
    const queuePosition = await this.queueAndShow((task) => queue.enqueue(task), queued, { ...snapshot, steps });
    return { ...outcome, queuePosition };
  }

  /**
   * Ends a task as REVOKED in any state that is not final. The worker that runs it is fenced off at once and aborts the
   * work within a second.
   *
   * Crash after the ledger's commit, or Redis away: the job stays queued; whichever worker gets it finds the task ended
   * and drops the job.
   * @returns null when the task has already ended or is unknown
   */
  async cancel(taskId: string): Promise<TaskSnapshot | null> {
    const { database, queue, logger } = this.dependencies;
    const cancelled = await cancelTask(database, taskId);
    if (!cancelled) return null;
    await Promise.all([
      this.showSteps(cancelled),
      queue.remove(taskId).catch((error: unknown) => {
        logger.warn({ taskId, err: error }, 'the job of a cancelled task stays in the queue until it is delivered');
      }),
    ]);
    return cancelled;
  }

  /**
   * Claims a delivered task for one attempt. Of a task that has ended it only brings the cache up to date.
   *
   * Crash after the claim: the task is PROCESSING under a dead worker. The queue delivers it again when the job's lock
   * expires, and the next claim takes it over.
   * @returns null when there is nothing to run
   * @throws NotDueError when the task's retry is not due yet
   */
  async start(taskId: string, workerName: string): Promise<StartedAttempt | null> {
    const claim = await this.#writes.claim(taskId, workerName);
    if (!claim) {
      await this.settleUnclaimed(taskId);
      return null;
    }
    const { step, progress, startedAt } = claim.snapshot;
    const steps = [{ step, progress, at: startedAt ?? new Date().toISOString() }];
    const snapshot = { ...claim.snapshot, steps };
    const attempt = this.attemptOf(snapshot);
    attempt.begin();
    return { claim: { ...claim, snapshot }, attempt };
  }

  /**
   * The attempt of a process that was killed, so that this process can end it.
   * @returns null when the attempt no longer owns its task
   */
  async takeOver(reference: AttemptReference): Promise<Attempt | null> {
    const task = await findTask(this.dependencies.database, reference.taskId);
    const ownsTask = task?.status === 'PROCESSING' && task.attempt === reference.attempt;
    return ownsTask ? this.attemptOf(task) : null;
  }

  /** Writes the steps that the ledger lacks. Call it before the database connection is closed. */
  flush(): Promise<void> {
    return this.#progress.flush();
  }

  private attemptOf(snapshot: TaskSnapshot): Attempt {
    const { dependencies, retryDelayScale } = this;
    return new Attempt({ ...dependencies, writes: this.#writes, progress: this.#progress, retryDelayScale }, snapshot);
  }

  /** Queues a PENDING task and shows it in the cache. @returns its position; null when the queue cannot be reached */
  private async queueAndShow(
    add: (task: QueuedTask) => Promise<number>,
    task: QueuedTask,
    snapshot: TaskSnapshot,
  ): Promise<number | null> {
    const { logger } = this.dependencies;
    const { taskId, practiceRecordId, userId, params } = task;
    const [queuePosition] = await Promise.all([
      add({ taskId, practiceRecordId, userId, params, traceparent: traceparent() }).catch((error: unknown) => {
        logger.warn({ taskId, err: error }, 'the task is not queued yet: recovery queues it');
        return null;
      }),
      writeToCache(this.dependencies, snapshot),
    ]);
    return queuePosition;
  }

  /** Shows an ended task with its steps, which are in the history. A cache that stays behind is corrected by recovery. */
  private async showSteps(ended: TaskSnapshot): Promise<void> {
    const { database, logger } = this.dependencies;
    const task = await findTask(database, ended.taskId).catch((error: unknown) => {
      logger.debug({ taskId: ended.taskId, err: error }, 'the steps of an ended task cannot be read');
      return null;
    });
    await writeToCache(this.dependencies, task ?? ended);
  }

  /** Handles a delivered task that could not be claimed: unknown, ended, not due, or lost by too many workers. */
  private async settleUnclaimed(taskId: string): Promise<void> {
    const { database, logger } = this.dependencies;
    const task = await findTask(database, taskId);
    if (!task) {
      logger.warn({ taskId }, 'the ledger has no task for a job, such as an erased one: the job is dropped');
      return;
    }
    if (isFinal(task.status)) {
      await writeToCache(this.dependencies, task);
      return;
    }
    if (task.status !== 'PROCESSING') {
      await writeToCache(this.dependencies, task);
      throw new NotDueError(taskId, Date.parse(task.nextRetryAt ?? task.createdAt));
    }
    const ended = await failExhaustedTask(database, {
      taskId,
      attempt: task.attempt,
      fault: {
        kind: 'unclassified',
        message: 'The analysis was interrupted too often.',
        traceback: `${maxLostAttempts + 1} attempts lost their worker; the last one was ${task.workerName ?? 'unknown'}.`,
      },
      retryCount: task.retryCount,
      maxRetries: task.maxRetries ?? 0,
      steps: [],
    });
    if (ended) await writeToCache(this.dependencies, { ...ended, steps: task.steps });
  }
}

/** The first step of a task that waits in the queue. */
const queuedAt = (at: string): StepMark => ({ step: 'queued', progress: 0, at });
