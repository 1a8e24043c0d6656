import type { AudioStore } from '@vocalborn/audio-store';
import type { Database } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import type { Checkpoint } from '@vocalborn/redis';
import type { ResultCache } from '@vocalborn/result-cache';
import type { AnalysisQueue } from '@vocalborn/task-queue';

/** Days for which things are kept; null keeps all. */
export interface Retention {
  /** An ended task, after its end. */
  readonly taskDays: number | null;
  /** A recording, after the last upload or analysis of its record. */
  readonly audioDays: number | null;
  /** A row of the audit of reads. */
  readonly accessDays: number | null;
}

/** What the duties of recovery work with. The database holds the ledger, which is the truth. */
export interface RecoveryDependencies {
  readonly database: Database;
  readonly queue: AnalysisQueue;
  readonly cache: ResultCache;
  readonly logger: Logger;
  readonly retention: Retention;
}

/** What the duties that change the audio store work with. */
export interface StoreDependencies extends RecoveryDependencies {
  readonly store: AudioStore;
}

/**
 * The time up to which a duty has compared the ledger with Redis. Null when it is unknown, and when it lies in the
 * future because the database's clock was set back.
 */
export function reachedBy({ reached }: Checkpoint, now: Date): Date | null {
  return reached !== null && reached <= now ? reached : null;
}
