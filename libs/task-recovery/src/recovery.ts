import type { AudioStore } from '@vocalborn/audio-store';
import { withAdvisoryLock } from '@vocalborn/database';
import { RepeatedWork } from '@vocalborn/observability';
import { finishErasures } from '@vocalborn/personal-data';
import { correctCache, reviewCache } from './correct-cache.js';
import { deleteOldAudio } from './delete-old-audio.js';
import type { RecoveryDependencies, StoreDependencies } from './dependencies.js';
import { dropOldAccesses, dropOldTasks, tidyWebhookDeliveries } from './drop-old-rows.js';
import { beginDueDuties, retrySoon } from './due-duties.js';
import { removeOrphanedAudio } from './remove-orphaned-audio.js';
import { removeOrphanedJobs } from './remove-orphaned-jobs.js';
import { requeueLost, requeueUnqueued } from './requeue-lost.js';

interface Duty<Dependencies> {
  /** Milliseconds between two rounds, of all processes together. */
  readonly everyMs: number;
  /** @returns the number of things that it changed */
  readonly run: (dependencies: Dependencies) => Promise<number>;
}

/** The duties of recovery, in the order in which due ones run. */
const duties = {
  requeueLost: { everyMs: 1_000, run: requeueLost },
  correctCache: { everyMs: 5_000, run: correctCache },
  requeueUnqueued: { everyMs: 60_000, run: requeueUnqueued },
  reviewCache: { everyMs: 300_000, run: reviewCache },
  removeOrphanedJobs: { everyMs: 60_000, run: removeOrphanedJobs },
  dropOldTasks: { everyMs: 60_000, run: dropOldTasks },
  tidyWebhookDeliveries: { everyMs: 60_000, run: tidyWebhookDeliveries },
  dropOldAccesses: { everyMs: 60_000, run: dropOldAccesses },
} as const satisfies Record<string, Duty<RecoveryDependencies>>;

/** The duties of processes that may change the audio store, after the others. */
const storeDuties = {
  finishErasures: { everyMs: 5_000, run: finishErasures },
  deleteOldAudio: { everyMs: 60_000, run: deleteOldAudio },
  removeOrphanedAudio: { everyMs: 60_000, run: removeOrphanedAudio },
} as const satisfies Record<string, Duty<StoreDependencies>>;

interface BoundDuty {
  readonly everyMs: number;
  readonly run: () => Promise<number>;
}

function dutiesOf(dependencies: RecoveryDependencies, store: AudioStore | null): Readonly<Record<string, BoundDuty>> {
  const bound: Record<string, BoundDuty> = {};
  for (const [name, { everyMs, run }] of Object.entries(duties))
    bound[name] = { everyMs, run: () => run(dependencies) };
  if (store === null) return bound;
  for (const [name, { everyMs, run }] of Object.entries(storeDuties)) {
    bound[name] = { everyMs, run: () => run({ ...dependencies, store }) };
  }
  return bound;
}

/** How often each process asks whether a duty is due. */
const askEveryMs = 500;

/** Key of the advisory lock of the leading process; an arbitrary constant. */
const recoveryLock = 7_146_021_931;

/** Runs the duties in the background. Of all processes that host recovery, one at a time leads and runs those that it can. */
export class Recovery {
  readonly #rounds: RepeatedWork;
  readonly #duties: Readonly<Record<string, BoundDuty>>;

  /** @param store null in a process that must not change the audio store */
  constructor(
    private readonly dependencies: RecoveryDependencies,
    store: AudioStore | null,
  ) {
    this.#duties = dutiesOf(dependencies, store);
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
    const intervals = Object.fromEntries(Object.entries(this.#duties).map(([name, { everyMs }]) => [name, everyMs]));
    await withAdvisoryLock(database, recoveryLock, async () => {
      for (const name of await beginDueDuties(database, intervals)) {
        const duty = this.#duties[name];
        if (duty && !signal.aborted) await this.run(name, duty);
      }
    });
  }

  private async run(name: string, { everyMs, run }: BoundDuty): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.dependencies.logger.debug({ duty: name, err: error }, 'a duty of recovery failed; it runs again soon');
      await retrySoon(this.dependencies.database, name, everyMs);
    }
  }
}
