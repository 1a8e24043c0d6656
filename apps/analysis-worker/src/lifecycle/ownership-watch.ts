import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import { findLostAttempts } from '@vocalborn/task-ledger';
import { AttemptLostError } from '@vocalborn/task-lifecycle';
import { LOGGER } from '../connections/tokens.js';
import { RunningAttempts } from './running-tries.js';

/** How long a cancelled or superseded try may go on working at most. */
const lookEveryMs = 1_000;

/**
 * Asks the ledger which of the running tries still own their tasks, and aborts the others: cancelled ones, and those
 * whose worker was taken for lost and whose task runs elsewhere. One statement a second for all of them, and none when
 * nothing runs. It does not depend on Redis, whose locks may have vanished with it.
 */
@Injectable()
export class OwnershipWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: DataSource,
    private readonly tries: RunningAttempts,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.look(), lookEveryMs);
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  /** Looks now; call it when there is reason to doubt. Postgres being away proves nothing. */
  async look(): Promise<void> {
    const working = this.tries.report().active.filter((each) => each.phase === 'working');
    const lost = await findLostAttempts(this.database, working).catch(() => []);
    for (const { taskId, attempt } of lost) {
      this.logger.warn({ taskId, attempt }, 'the task was cancelled or runs elsewhere: its work is aborted');
      this.tries.abort(new AttemptLostError(taskId, attempt), [{ taskId, attempt }]);
    }
  }
}
