import type { Readable } from 'node:stream';

/** A recording that was stored. */
export interface StoredAudio {
  readonly key: string;
  readonly size: number;
}

/** A recording at hand: its bytes are read when the blob is, so a large one need not be in memory. */
export interface FetchedAudio {
  readonly blob: Blob;
  readonly size: number;
}

export type AudioStoreErrorCode = 'too-large' | 'empty' | 'not-found' | 'invalid-key' | 'unavailable';

/** Why the store refused. `unavailable` may pass; the others will not. */
export class AudioStoreError extends Error {
  constructor(
    readonly code: AudioStoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'AudioStoreError';
  }
}

/**
 * Where recordings are kept. Keys are made by the application, never by users, and look like `folder/name.ext`.
 * An object appears whole or not at all.
 */
export interface AudioStore {
  /** Stores a stream. @throws AudioStoreError `too-large` beyond `maxBytes` (nothing is kept), `empty`, `unavailable` */
  put(key: string, content: Readable, limits: { readonly maxBytes: number }): Promise<StoredAudio>;
  /** @throws AudioStoreError `not-found`, `too-large` beyond `maxBytes` (nothing is read), `unavailable` */
  fetch(key: string, options: { readonly maxBytes: number; readonly signal?: AbortSignal }): Promise<FetchedAudio>;
  /** Removes an object; one that is not there is no error. */
  remove(key: string): Promise<void>;
  /** @throws AudioStoreError `unavailable` */
  check(): Promise<void>;
}
