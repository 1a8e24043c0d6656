import { AudioStoreError, type AudioStore } from '@vocalborn/audio-store';
import { TaskError } from '@vocalborn/task';
import type { Claim } from '@vocalborn/task-ledger';

/** The recording and, if the sentence has one, its example. */
export interface TaskAudio {
  readonly sample: Blob;
  readonly reference: Blob | null;
}

/** @throws TaskError `file` when a recording is gone or too large, `network` when the store cannot be used now */
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

async function fetchOne(store: AudioStore, key: string, maxBytes: number, signal: AbortSignal): Promise<Blob> {
  try {
    return (await store.fetch(key, { maxBytes, signal })).blob;
  } catch (error) {
    if (!(error instanceof AudioStoreError)) throw error;
    const { code } = error;
    if (code === 'unavailable')
      throw new TaskError('network', 'The recording cannot be fetched now.', { cause: error });
    const message = code === 'too-large' ? 'The recording is too large.' : 'The recording is not there any more.';
    throw new TaskError('file', message, { cause: error });
  }
}
