import { AudioStoreError } from './audio-store.js';

/**
 * Error names of S3 that concern the object. Others (wrong credentials, clock skew, missing bucket) concern the store.
 */
const aboutTheObject: Readonly<Record<string, string>> = {
  NoSuchKey: 'there is no such recording in the audio store',
  NotFound: 'there is no such recording in the audio store',
  AccessDenied: 'the audio store does not hand out this recording',
};

/**
 * Converts an error of a fetch. A missing or forbidden recording is `not-found`: without the right to list a bucket, S3
 * reports a missing object as forbidden. Any other error is `unavailable`.
 */
export function fetchError(error: unknown): AudioStoreError {
  const message = aboutTheObject[(error as Error).name];
  if (error instanceof AudioStoreError || message === undefined) return unavailable(error);
  return new AudioStoreError('not-found', message, { cause: error });
}

/** Returns an AudioStoreError as it is and converts any other error to `unavailable`. */
export function unavailable(error: unknown): AudioStoreError {
  if (error instanceof AudioStoreError) return error;
  return new AudioStoreError('unavailable', 'the audio store cannot be used now', { cause: error });
}
