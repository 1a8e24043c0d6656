import {
  classifyError,
  nextAttempt,
  steps,
  TaskError,
  type StepMark,
  type StepName,
  type TaskSnapshot,
} from '@vocalborn/task';
import { failTask, handBack, scheduleRetry, type WorkerWrites } from '@vocalborn/task-ledger';
import { randomUUID } from 'node:crypto';
import type { LifecycleDependencies } from './dependencies.js';
import { describeFault } from './describe-fault.js';
import type { ProgressRecorder } from './progress-recorder.js';
import { ShownTask } from './shown-task.js';

/** The attempt no longer owns its task: another worker took it over, or it was cancelled. It may write nothing. */
export class AttemptLostError extends Error {
  constructor(taskId: string, attempt: number) {
    super(`attempt ${attempt} no longer owns task ${taskId}`);
    this.name = 'AttemptLostError';
  }
}

/** What a successful attempt produced. */
export interface AttemptResult {
  readonly analysisResult: Record<string, unknown>;
  readonly analysisModelVersion: string;
  readonly audioDurationSeconds: number | null;
}

/** How an attempt ended. After `retry` the task is due at `dueAt`, milliseconds since 1970 by the database's clock. */
export type AttemptEnd =
  { readonly end: 'success' | 'failure' | 'lost' | 'handed-back' } | { readonly end: 'retry'; readonly dueAt: number };

/**
 * One attempt of a task, owned under its fence number. Every ending writes the ledger first, then the cache, and ends as
 * `lost` without a write when the attempt no longer owns the task.
 */
export class Attempt {
  #snapshot: TaskSnapshot;
  /** Database's clock minus this machine's clock. */
  readonly #clockOffsetMs: number;
  readonly #shown: ShownTask;
  readonly #unwritten: StepMark[] = [];
  /** Set by the first ending: a step that is reported later must not enter the history. */
  #hasEnded = false;

  constructor(
    private readonly dependencies: LifecycleDependencies & {
      readonly progress: ProgressRecorder;
      readonly writes: WorkerWrites;
      readonly retryDelayScale: number;
    },
    snapshot: TaskSnapshot,
  ) {
    this.#snapshot = snapshot;
    this.#shown = new ShownTask(dependencies);
    this.#clockOffsetMs = snapshot.startedAt === null ? 0 : Date.parse(snapshot.startedAt) - Date.now();
  }

  get snapshot(): TaskSnapshot {
    return this.#snapshot;
  }

  /** Shows the claim of this attempt in the cache, in the background. */
  begin(): void {
    this.#shown.show(this.#snapshot);
  }

  /**
   * Reports that a step began, with the progress of the step table. Progress never falls. Reporting the current step
   * again does nothing. The cache and the ledger are written in the background, each with what came within a fraction of
   * a second.
   * @throws AttemptLostError when the attempt has ended, or the cache was found to hold a later attempt of the task
   */
  reach(step: StepName): void {
    const { taskId, attempt, workerName } = this.#snapshot;
    if (this.#hasEnded || this.#shown.isRefused) throw new AttemptLostError(taskId, attempt);
    if (step === this.#snapshot.step) return;
    const mark = { step, progress: Math.max(steps[step].progress, this.#snapshot.progress), at: this.now() };
    this.#snapshot = { ...this.#snapshot, step, progress: mark.progress, steps: [...this.#snapshot.steps, mark] };
    this.#shown.show(this.#snapshot);
    this.dependencies.progress.note({ taskId, attempt, workerName: workerName ?? '', mark });
  }

  /**
   * Ends the task as SUCCESS with its result.
   *
   * Crash after the ledger's commit: the job is still queued. The worker that gets it finds the task ended, brings the
   * cache up to date and drops the job.
   */
  async succeed(result: AttemptResult): Promise<AttemptEnd> {
    const { taskId, attempt } = this.#snapshot;
    const resultId = randomUUID();
    const ending = { taskId, attempt, resultId, steps: this.unwrittenSteps(), ...result };
    const success = await this.dependencies.writes.succeed(ending);
    if (!success) return { end: 'lost' };
    const { completedAt } = success;
    const end = { step: 'completed', progress: 100 } as const;
    const steps = [...this.#snapshot.steps, { ...end, at: completedAt }];
    await this.#shown.end({ ...this.#snapshot, ...end, status: 'SUCCESS', resultId, completedAt, steps });
    return { end: 'success' };
  }

  /**
   * Ends the attempt after an error: plans a retry when the retry table allows one, else ends the task as FAILURE.
   *
   * Crash after the ledger's commit: the task is RETRY or FAILURE in the ledger while its job is still active. The queue
   * delivers it again at the latest when the job's lock expires.
   */
  async fail(error: unknown): Promise<AttemptEnd> {
    if (error instanceof AttemptLostError) return { end: 'lost' };
    const { database, logger, retryDelayScale: scale } = this.dependencies;
    const { taskId, attempt, retryCount } = this.#snapshot;
    const kind = classifyError(error);
    const retryAfterMs = error instanceof TaskError ? error.retryAfterMs : undefined;
    const asked = retryAfterMs === undefined ? {} : { retryAfterMs };
    const next = nextAttempt(kind, retryCount, { scale, random: Math.random(), ...asked });
    const counts = { retryCount: next.retryCount, maxRetries: next.maxRetries };
    const failed = { taskId, attempt, fault: describeFault(kind, error), ...counts, steps: this.unwrittenSteps() };
    const ended = next.retry ? await scheduleRetry(database, failed, next.delayMs) : await failTask(database, failed);
    if (!ended) return { end: 'lost' };
    await this.#shown.end({ ...ended, steps: this.#snapshot.steps });
    logger.warn({ taskId, attempt, kind, status: ended.status, nextRetryAt: ended.nextRetryAt, err: error });
    return ended.nextRetryAt === null ? { end: 'failure' } : { end: 'retry', dueAt: Date.parse(ended.nextRetryAt) };
  }

  /**
   * Hands the task back unfinished: neither a failure nor a retry. The next free worker claims it.
   *
   * Crash after the ledger's commit: the queue delivers the job again at the latest when its lock expires.
   */
  async handBack(): Promise<AttemptEnd> {
    const { taskId, attempt } = this.#snapshot;
    const given = await handBack(this.dependencies.database, { taskId, attempt, steps: this.unwrittenSteps() });
    if (!given) return { end: 'lost' };
    await this.#shown.end({ ...given, steps: this.#snapshot.steps });
    return { end: 'handed-back' };
  }

  private now(): string {
    return new Date(Date.now() + this.#clockOffsetMs).toISOString();
  }

  /** Begins an ending: the steps that the recorder has not written. Kept here, so that an ending that is written twice has them twice. */
  private unwrittenSteps(): readonly StepMark[] {
    this.#hasEnded = true;
    this.#unwritten.push(...this.dependencies.progress.take(this.#snapshot.taskId));
    return this.#unwritten;
  }
}
