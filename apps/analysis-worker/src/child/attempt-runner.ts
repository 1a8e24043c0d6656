import { isDatabaseUnavailable } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import { TaskError } from '@vocalborn/task';
import type { AttemptEnd, StartedAttempt, TaskLifecycle } from '@vocalborn/task-lifecycle';
import { setTimeout as delay } from 'node:timers/promises';
import { isCircuitOpen } from '../ai-service-client/ai-service-circuit.js';
import type { Analysis } from './analysis.js';
import type { RunningAttempts } from './running-attempts.js';

/** The reason with which the work of a worker that must stop at once is aborted. */
export class StopNowError extends Error {
  constructor() {
    super('the worker stops at once');
    this.name = 'StopNowError';
  }
}

/** Pause between two statements while Postgres cannot be reached. */
const databaseRetryMs = 1_000;

/** Runs delivered tasks: claim, analysis, ending. */
export class AttemptRunner {
  constructor(
    private readonly lifecycle: TaskLifecycle,
    private readonly analysis: Analysis,
    private readonly attempts: RunningAttempts,
    private readonly logger: Logger,
    private readonly workerName: string,
  ) {}

  /**
   * Runs one delivery of a task.
   * @param isReadable whether this worker knows the form of the job's data; if not, the attempt fails
   * @param onAnalysed called when the analysis is over and its ending has still to be written; not called without an attempt
   * @returns how the attempt ended; null when there was nothing to run
   * @throws NotDueError when the task was delivered before its retry is due
   */
  async run(taskId: string, isReadable: boolean, onAnalysed = (): void => undefined): Promise<AttemptEnd | null> {
    const started = await this.untilDatabaseIsBack(() => this.lifecycle.start(taskId, this.workerName));
    if (!started) return null;
    const { attempt } = started.claim.snapshot;
    const control = this.attempts.begin({ taskId, attempt });
    this.logger.info({ taskId, attempt }, 'attempt started');
    const over = (): void => {
      control.ending();
      onAnalysed();
    };
    const end = await this.runToEnd(started, control.signal, over, isReadable).catch((error: unknown) => {
      control.ended(null);
      throw error;
    });
    control.ended(end.end);
    this.logger.info({ taskId, attempt, ...end }, 'attempt ended');
    return end;
  }

  /** Writes the steps that the ledger lacks; call it when no attempt runs any more. */
  flush(): Promise<void> {
    return this.lifecycle.flush();
  }

  private async runToEnd(
    started: StartedAttempt,
    signal: AbortSignal,
    over: () => void,
    isReadable: boolean,
  ): Promise<AttemptEnd> {
    const { attempt } = started;
    try {
      if (!isReadable) throw new TaskError('unclassified', 'This worker does not know the version of the task.');
      const result = await this.analysis.run(started, signal);
      over();
      return await this.untilDatabaseIsBack(() => attempt.succeed(result));
    } catch (thrown) {
      over();
      // The errors of aborted work are symptoms: the reason of the abort is the error.
      const error: unknown = signal.aborted ? signal.reason : thrown;
      const isHandedBack = error instanceof StopNowError || isCircuitOpen(error);
      return this.untilDatabaseIsBack(() => (isHandedBack ? attempt.handBack() : attempt.fail(error)));
    }
  }

  /** Repeats an operation until Postgres can be reached, so that a restart of it does not lose a finished analysis. */
  private async untilDatabaseIsBack<T>(operation: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await operation();
      } catch (error) {
        if (!isDatabaseUnavailable(error)) throw error;
        this.logger.warn({ err: error }, 'waiting for the database');
        await delay(databaseRetryMs);
      }
    }
  }
}
