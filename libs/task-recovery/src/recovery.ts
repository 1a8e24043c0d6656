import { dropGhosts } from './drop-ghosts.js';
import { beginDueDuties, hurryRound } from './due-duties.js';
import { finishEndings, reviewEndings } from './finish-endings.js';
import { asLeader } from './leader.js';
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

/** How often a process asks whether a duty is due that nobody is doing. */
const askEveryMs = 500;

/** Does the recovery duties in the background for as long as this process lives; of all such processes one leads. */
export class Recovery {
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  #stopped = false;

  constructor(private readonly parts: RecoveryParts) {}

  start(): void {
    this.#timer = setInterval(() => {
      this.#round ??= this.doDueDuties().finally(() => (this.#round = undefined));
    }, askEveryMs);
  }

  /** Starts no more duties and waits for the one under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#round;
  }

  private async doDueDuties(): Promise<void> {
    const { database, logger } = this.parts;
    try {
      await asLeader(database, 'recovery', async () => {
        for (const duty of await beginDueDuties(database, everyMs)) if (!this.#stopped) await this.attempt(duty);
      });
    } catch (error) {
      logger.debug({ err: error }, 'recovery could not be led now');
    }
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
