import { AudioStoreError, type AudioStore, type FetchedAudio } from '@vocalborn/audio-store';
import { TaskError } from '@vocalborn/task';
import type { Claim } from '@vocalborn/task-ledger';

/** The patient's recording, and the example of the sentence when there is one. */
export interface TaskAudio {
  readonly sample: FetchedAudio;
  readonly reference: FetchedAudio | null;
}

/**
 * Fetches both recordings at the same time.
 * @throws TaskError `file` when one is missing or too large, `network` when the store cannot be reached
 */
export async function fetchAudio(
  store: AudioStore,
  claim: Pick<Claim, 'audio' | 'example'>,
  maxBytes: number,
  signal: AbortSignal,
): Promise<TaskAudio> {
  const [sample, reference] = await Promise.all([
    fetchOne(store, claim.audio.key, maxBytes, signal),
    claim.example ? fetchOne(store, claim.example.key, maxBytes, signal) : null,
  ]);
  return { sample, reference };
}

async function fetchOne(store: AudioStore, key: string, maxBytes: number, signal: AbortSignal): Promise<FetchedAudio> {
  try {
    return await store.fetch(key, { maxBytes, signal });
  } catch (error) {
    if (!(error instanceof AudioStoreError)) throw error;
    const { code } = error;
    if (code === 'unavailable')
      throw new TaskError('network', 'The recording cannot be fetched now.', { cause: error });
    const message = code === 'too-large' ? 'The recording is too large.' : 'The recording no longer exists.';
    throw new TaskError('file', message, { cause: error });
  }
}
