import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { LOGGER, RepeatedWork, type Logger } from '@vocalborn/observability';
import { findLostAttempts } from '@vocalborn/task-ledger';
import { AttemptLostError } from '@vocalborn/task-lifecycle';
import { RunningAttempts } from './running-attempts.js';

/** Longest time that an attempt goes on after its task was cancelled or taken over. */
const checkEveryMs = 1_000;

/**
 * Asks the ledger which running attempts still own their tasks, and aborts the others: their task was cancelled, or runs
 * elsewhere because this worker was taken for lost. One statement a second for all attempts, none when nothing runs. It
 * does not depend on Redis, which may lose the locks.
 */
@Injectable()
export class OwnershipWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #checks: RepeatedWork;

  constructor(
    private readonly database: Database,
    private readonly attempts: RunningAttempts,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.#checks = new RepeatedWork({ everyMs: checkEveryMs, run: () => this.check(), onError: () => undefined });
  }

  onApplicationBootstrap(): void {
    this.#checks.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#checks.stop();
  }

  /** Checks now. While Postgres cannot be reached nothing is aborted. */
  async check(): Promise<void> {
    const working = this.attempts.report().active.filter((each) => each.phase === 'working');
    const lost = await findLostAttempts(this.database, working).catch(() => []);
    for (const { taskId, attempt } of lost) {
      this.logger.warn({ taskId, attempt }, 'the task was cancelled or runs elsewhere: its attempt is aborted');
      this.attempts.abort(new AttemptLostError(taskId, attempt), [{ taskId, attempt }]);
    }
  }
}
