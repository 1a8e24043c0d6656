import { withAdvisoryLock } from '@vocalborn/database';
import { RepeatedWork } from '@vocalborn/observability';
import { finishErasures } from '@vocalborn/personal-data';
import { correctCache, reviewCache } from './correct-cache.js';
import { deleteOldAudio } from './delete-old-audio.js';
import type { RecoveryDependencies } from './dependencies.js';
import { dropOldTasks } from './drop-old-tasks.js';
import { beginDueDuties, retrySoon } from './due-duties.js';
import { removeOrphanedAudio } from './remove-orphaned-audio.js';
import { removeOrphanedJobs } from './remove-orphaned-jobs.js';
import { requeueLost, requeueUnqueued } from './requeue-lost.js';

interface Duty {
  /** Milliseconds between two rounds, of all processes together. */
  readonly everyMs: number;
  /** @returns the number of things that it changed */
  readonly run: (dependencies: RecoveryDependencies) => Promise<number>;
}

/** The duties of recovery, in the order in which due ones run. */
const duties = {
  requeueLost: { everyMs: 1_000, run: requeueLost },
  correctCache: { everyMs: 5_000, run: correctCache },
  requeueUnqueued: { everyMs: 60_000, run: requeueUnqueued },
  reviewCache: { everyMs: 300_000, run: reviewCache },
  removeOrphanedJobs: { everyMs: 60_000, run: removeOrphanedJobs },
  dropOldTasks: { everyMs: 60_000, run: dropOldTasks },
  finishErasures: { everyMs: 5_000, run: finishErasures },
  deleteOldAudio: { everyMs: 60_000, run: deleteOldAudio },
  removeOrphanedAudio: { everyMs: 60_000, run: removeOrphanedAudio },
} as const satisfies Record<string, Duty>;

type DutyName = keyof typeof duties;

const intervals = Object.fromEntries(Object.entries(duties).map(([name, { everyMs }]) => [name, everyMs])) as Record<
  DutyName,
  number
>;

/** How often each process asks whether a duty is due. */
const askEveryMs = 500;

/** Key of the advisory lock of the leading process; an arbitrary constant. */
const recoveryLock = 7_146_021_931;

/** Runs the duties in the background. Of all processes that host recovery, one at a time leads and runs them. */
export class Recovery {
  readonly #rounds: RepeatedWork;

  constructor(private readonly dependencies: RecoveryDependencies) {
    this.#rounds = new RepeatedWork({
      everyMs: askEveryMs,
      run: (signal) => this.runDueDuties(signal),
      onError: (error) => dependencies.logger.debug({ err: error }, 'the due duties of recovery cannot be read now'),
    });
  }

  start(): void {
    this.#rounds.start();
  }

  /** Starts no further duty and waits for the running one. */
  stop(): Promise<void> {
    return this.#rounds.stop();
  }

  private async runDueDuties(signal: AbortSignal): Promise<void> {
    const { database } = this.dependencies;
    await withAdvisoryLock(database, recoveryLock, async () => {
      for (const duty of await beginDueDuties(database, intervals)) if (!signal.aborted) await this.run(duty);
    });
  }

  private async run(name: DutyName): Promise<void> {
    try {
      await duties[name].run(this.dependencies);
    } catch (error) {
      this.dependencies.logger.debug({ duty: name, err: error }, 'a duty of recovery failed; it runs again soon');
      await retrySoon(this.dependencies.database, name, duties[name].everyMs);
    }
  }
}
