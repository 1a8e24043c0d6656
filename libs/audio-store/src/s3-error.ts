import { AudioStoreError } from './audio-store.js';

/** Refusals that are about this very object; others (a wrong key, a skewed clock, a missing bucket) are about the store. */
const aboutTheObject: Readonly<Record<string, string>> = {
  NoSuchKey: 'there is no such recording in the audio store',
  NotFound: 'there is no such recording in the audio store',
  AccessDenied: 'the audio store does not hand out this recording',
};

/**
 * Says whether what S3 refused may pass. A recording that is missing or forbidden will not come back by itself; without
 * the right to list a bucket, S3 calls a missing object forbidden.
 */
export function whyNotFetched(error: unknown): AudioStoreError {
  const message = aboutTheObject[(error as Error).name];
  if (error instanceof AudioStoreError || message === undefined) return unavailable(error);
  return new AudioStoreError('not-found', message, { cause: error });
}

/** Leaves an error of ours as it is, and takes any other as one of the store. */
export function unavailable(error: unknown): AudioStoreError {
  if (error instanceof AudioStoreError) return error;
  return new AudioStoreError('unavailable', 'the audio store cannot be used now', { cause: error });
}
