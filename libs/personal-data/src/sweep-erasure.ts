import type { AudioStore } from '@vocalborn/audio-store';
import type { Database } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import type { ResultCache } from '@vocalborn/result-cache';
import type { AnalysisQueue } from '@vocalborn/task-queue';
import { noteFinished, noteSwept, type UnfinishedErasure } from './stored-erasures.js';
import { putTombstone } from './tombstones.js';

/** Where personal data is. The database tells what must be removed from the others. */
export interface PersonalDataStores {
  readonly database: Database;
  readonly queue: AnalysisQueue;
  readonly cache: ResultCache;
  readonly store: AudioStore;
  readonly logger: Logger;
}

/**
 * Removes what is left of an erased record outside Postgres: the recording, the jobs and the cached states of its tasks.
 * Writes the tombstone first. Doing it twice changes nothing, so whoever dies on the way is followed by another.
 *
 * A settled erasure is finished by it: also the marks that fence off late writes go, and the ids that were kept to sweep.
 * @returns false when a worker still has a job of the record, without its data; the erasure is to be swept again then
 * @throws AudioStoreError, QueueUnavailableError or the driver's error when something cannot be reached
 */
export async function sweepErasure(stores: PersonalDataStores, erasure: UnfinishedErasure): Promise<boolean> {
  const { database, queue, cache, store } = stores;
  const { practiceRecordId, taskIds, audioKey, isSettled } = erasure;
  await putTombstone(store, erasure);
  if (audioKey !== null) await store.remove(audioKey);
  const jobsAreGone = await queue.erase(taskIds);
  await cache.erase(taskIds);
  if (!jobsAreGone) return false;
  await noteSwept(database, practiceRecordId);
  if (!isSettled) return true;
  await cache.forget(taskIds);
  await noteFinished(database, practiceRecordId);
  return true;
}
