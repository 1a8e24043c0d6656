import { withAdvisoryLock } from '@vocalborn/database';
import { RepeatedWork } from '@vocalborn/observability';
import { dropGhosts } from './drop-ghosts.js';
import { beginDueDuties, hurryRound } from './due-duties.js';
import { finishEndings, reviewEndings } from './finish-endings.js';
import type { RecoveryParts } from './parts.js';
import { requeueLost, requeueUnheld } from './requeue-lost.js';
import { retention } from './retention.js';

/** In the order in which they are done when several are due. */
const duties = {
  requeueLost,
  finishEndings,
  requeueUnheld,
  reviewEndings,
  dropGhosts,
  retention,
} as const satisfies Record<string, (parts: RecoveryParts) => Promise<number>>;

type Duty = keyof typeof duties;

/** Milliseconds between two rounds of each duty, all processes together. */
const everyMs = {
  requeueLost: 1_000,
  finishEndings: 5_000,
  requeueUnheld: 60_000,
  reviewEndings: 300_000,
  dropGhosts: 60_000,
  retention: 60_000,
} as const satisfies Record<Duty, number>;

/** How often a process asks whether a duty is due that no process is doing. */
const askEveryMs = 500;

/** The advisory lock of the process that leads; other locks of this system have other keys. */
export const recoveryLock = 7_146_021_931;

/** Does the recovery duties in the background for as long as this process lives; of all such processes one leads. */
export class Recovery {
  readonly #rounds: RepeatedWork;

  constructor(private readonly parts: RecoveryParts) {
    this.#rounds = new RepeatedWork({
      everyMs: askEveryMs,
      run: (signal) => this.doDueDuties(signal),
      onError: (error) => parts.logger.debug({ err: error }, 'recovery cannot be led now'),
    });
  }

  start(): void {
    this.#rounds.start();
  }

  /** Starts no more duties and waits for the one under way. */
  stop(): Promise<void> {
    return this.#rounds.stop();
  }

  private async doDueDuties(signal: AbortSignal): Promise<void> {
    const { database } = this.parts;
    await withAdvisoryLock(database, recoveryLock, async () => {
      for (const duty of await beginDueDuties(database, everyMs)) if (!signal.aborted) await this.attempt(duty);
    });
  }

  private async attempt(duty: Duty): Promise<void> {
    try {
      await duties[duty](this.parts);
    } catch (error) {
      this.parts.logger.debug({ duty, err: error }, 'a recovery duty could not be done now');
      await hurryRound(this.parts.database, duty, everyMs[duty]);
    }
  }
}
