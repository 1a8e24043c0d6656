import { dropGhosts } from './drop-ghosts.js';
import { finishEndings } from './finish-endings.js';
import { asLeader } from './leader.js';
import type { RecoveryParts } from './parts.js';
import { requeueLost, requeueUnheld } from './requeue-lost.js';
import { retention } from './retention.js';

/** Each duty and the milliseconds between two of its rounds. */
const duties = {
  requeueLost: { run: requeueLost, intervalMs: 2_000 },
  requeueUnheld: { run: requeueUnheld, intervalMs: 60_000 },
  finishEndings: { run: finishEndings, intervalMs: 5_000 },
  dropGhosts: { run: dropGhosts, intervalMs: 60_000 },
  retention: { run: retention, intervalMs: 60_000 },
} as const;

/** Runs the recovery duties in the background for as long as this process lives; of all such processes one leads. */
export class Recovery {
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #running = new Set<Promise<void>>();

  constructor(private readonly parts: RecoveryParts) {}

  start(): void {
    for (const [name, duty] of Object.entries(duties)) {
      let busy = false;
      const round = async (): Promise<void> => {
        if (busy) return;
        busy = true;
        await this.attempt(name, duty.run);
        busy = false;
      };
      this.#timers.push(setInterval(() => this.keep(round()), duty.intervalMs));
    }
  }

  /** Starts no more rounds and waits for those under way. */
  async stop(): Promise<void> {
    this.#timers.forEach((timer) => clearInterval(timer));
    await Promise.all(this.#running);
  }

  private keep(round: Promise<void>): void {
    this.#running.add(round);
    void round.finally(() => this.#running.delete(round));
  }

  private async attempt(name: string, run: (parts: RecoveryParts) => Promise<number>): Promise<void> {
    try {
      await asLeader(this.parts.database, 'recovery', () => run(this.parts));
    } catch (error) {
      this.parts.logger.debug({ duty: name, err: error }, 'a recovery duty could not be done now');
    }
  }
}
