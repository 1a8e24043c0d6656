import {
  classifyError,
  nextTry,
  type StepMark,
  type StepName,
  steps,
  TaskError,
  type TaskSnapshot,
} from '@vocalborn/task';
import { finishTask, failTask, handBack, scheduleRetry } from '@vocalborn/task-ledger';
import { randomUUID } from 'node:crypto';
import { mirror } from './mirror.js';
import type { LifecycleParts } from './parts.js';
import type { ProgressRecorder } from './progress-recorder.js';
import { publicMessage, tracebackOf } from './fault-text.js';

/** This attempt no longer owns its task: another worker took it over, or it was cancelled. Nothing may be written. */
export class TryLostError extends Error {
  constructor(taskId: string, attempt: number) {
    super(`attempt ${attempt} no longer owns task ${taskId}`);
    this.name = 'TryLostError';
  }
}

/** What a successful try produced. */
export interface TryResult {
  readonly analysisResult: Record<string, unknown>;
  readonly analysisModelVersion: string;
  readonly audioDurationSeconds: number | null;
}

/**
 * How a try ended for the queue: over, due again at a moment of the database's clock (milliseconds since 1970), or given
 * back to be delivered again at once.
 */
export type TryEnd =
  { readonly end: 'success' | 'failure' | 'lost' | 'handed-back' } | { readonly end: 'retry'; readonly dueAt: number };

/** One try of a task, owned by this worker under one attempt number. Every ending is: ledger, then cache. */
export class RunningTry {
  #snapshot: TaskSnapshot;
  /** What this machine's clock must be put forward by to show the database's time. */
  readonly #clockOffsetMs: number;
  readonly #unwritten: StepMark[] = [];

  constructor(
    private readonly parts: LifecycleParts & { readonly progress: ProgressRecorder; readonly retryDelayScale: number },
    snapshot: TaskSnapshot,
  ) {
    this.#snapshot = snapshot;
    this.#clockOffsetMs = snapshot.startedAt === null ? 0 : Date.parse(snapshot.startedAt) - Date.now();
  }

  get snapshot(): TaskSnapshot {
    return this.#snapshot;
  }

  /**
   * Notes that a step began. Progress never falls; the same step at the same progress is not noted twice.
   * @throws TryLostError as soon as the cache shows that a later attempt owns the task
   */
  async reach(step: StepName, progress: number = steps[step].progress): Promise<void> {
    const { taskId, attempt, workerName } = this.#snapshot;
    const risen = Math.max(Math.round(progress), this.#snapshot.progress);
    if (step === this.#snapshot.step && risen === this.#snapshot.progress) return;
    const mark = { step, progress: risen, at: this.now() };
    const isNewStep = step !== this.#snapshot.step;
    const marks = isNewStep ? [...this.#snapshot.steps, mark] : this.#snapshot.steps;
    this.#snapshot = { ...this.#snapshot, step, progress: risen, steps: marks };
    if (isNewStep) this.parts.progress.note({ taskId, attempt, workerName: workerName ?? '', mark });
    if (!(await mirror(this.parts, this.#snapshot))) throw new TryLostError(taskId, attempt);
  }

  /**
   * Ends the task as SUCCESS with its result.
   *
   * Crash after the ledger's commit: the job is still on the queue; whoever gets it finds the task ended, brings the
   * cache up to date and drops the job.
   */
  async succeed(result: TryResult): Promise<TryEnd> {
    const { taskId, attempt } = this.#snapshot;
    const ended = await finishTask(this.parts.database, {
      taskId,
      attempt,
      resultId: randomUUID(),
      steps: this.unwrittenSteps(),
      ...result,
    });
    if (!ended) return { end: 'lost' };
    const mark = { step: ended.step, progress: ended.progress, at: ended.completedAt ?? this.now() };
    await mirror(this.parts, { ...ended, steps: [...this.#snapshot.steps, mark] });
    return { end: 'success' };
  }

  /**
   * Ends the try after an error: another one if the retry table allows it, else FAILURE.
   *
   * Crash after the ledger's commit: the task is RETRY (or ended) in the ledger while the queue still holds the job as
   * running; the queue delivers it again, at the latest when the lock runs out.
   */
  async fail(error: unknown): Promise<TryEnd> {
    if (error instanceof TryLostError) return { end: 'lost' };
    const { taskId, attempt, retryCount } = this.#snapshot;
    const kind = classifyError(error);
    const retryAfterMs = error instanceof TaskError ? error.retryAfterMs : undefined;
    const next = nextTry(kind, retryCount, {
      scale: this.parts.retryDelayScale,
      random: Math.random(),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
    const fault = { kind, message: publicMessage(kind, error), traceback: tracebackOf(error) };
    const { retryCount: counted, maxRetries } = next;
    const failed = { taskId, attempt, fault, retryCount: counted, maxRetries, steps: this.unwrittenSteps() };
    const ended = next.retry
      ? await scheduleRetry(this.parts.database, failed, next.delayMs)
      : await failTask(this.parts.database, failed);
    if (!ended) return { end: 'lost' };
    await mirror(this.parts, { ...ended, steps: this.#snapshot.steps });
    this.parts.logger.warn({ taskId, attempt, kind, status: ended.status, nextRetryAt: ended.nextRetryAt, err: error });
    return ended.nextRetryAt === null ? { end: 'failure' } : { end: 'retry', dueAt: Date.parse(ended.nextRetryAt) };
  }

  /**
   * Gives the task back unfinished, to be run again by whoever is free: neither a failure nor a retry.
   *
   * Crash after the ledger's commit: as with a failed try, the queue delivers the job again.
   */
  async handBack(): Promise<TryEnd> {
    const { taskId, attempt } = this.#snapshot;
    const given = await handBack(this.parts.database, { taskId, attempt, steps: this.unwrittenSteps() });
    if (!given) return { end: 'lost' };
    await mirror(this.parts, { ...given, steps: this.#snapshot.steps });
    return { end: 'handed-back' };
  }

  private now(): string {
    return new Date(Date.now() + this.#clockOffsetMs).toISOString();
  }

  /** Steps that the recorder has not written: the ending takes them along, also when it has to be written twice. */
  private unwrittenSteps(): readonly StepMark[] {
    this.#unwritten.push(...this.parts.progress.take(this.#snapshot.taskId));
    return this.#unwritten;
  }
}
