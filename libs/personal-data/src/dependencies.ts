import type { AudioStore } from '@vocalborn/audio-store';
import type { Database } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import type { ResultCache } from '@vocalborn/result-cache';
import type { AnalysisQueue } from '@vocalborn/task-queue';

/** Where personal data is. The database tells what must be removed from the others. */
export interface PersonalDataStores {
  readonly database: Database;
  readonly queue: AnalysisQueue;
  readonly cache: ResultCache;
  readonly store: AudioStore;
  readonly logger: Logger;
}
