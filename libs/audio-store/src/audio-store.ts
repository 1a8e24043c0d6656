import { Transform, type Readable } from 'node:stream';

/** Injection token of the app's audio store. */
export const AUDIO_STORE = Symbol('audio store');

/** A stored recording. */
export interface StoredAudio {
  readonly key: string;
  readonly size: number;
}

/** Which page of a folder to list. */
export interface ListingPage {
  /** The `next` of the previous page; null for the first one. */
  readonly after: string | null;
  /** Most objects of the page. */
  readonly limit: number;
}

/** One page of the objects of a folder. */
export interface ListedAudio {
  /** Without objects whose names no application gave. */
  readonly objects: readonly { readonly key: string; readonly modifiedAt: Date }[];
  /** The `after` of the next page; null after the last one. */
  readonly next: string | null;
}

/** A fetched recording. The chunks of a large one are read one after the other, so that it is never whole in memory. */
export interface FetchedAudio {
  readonly size: number;
  /**
   * Its bytes, `size` in all; a list when they are in memory.
   * @throws AudioStoreError `unavailable` when they cannot be read to the end
   */
  chunks(): readonly Uint8Array[] | AsyncIterable<Uint8Array>;
}

export type AudioStoreErrorCode = 'too-large' | 'empty' | 'not-found' | 'invalid-key' | 'unavailable';

/** An error of the store. Only `unavailable` can pass by itself. */
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

/** A part of an object, in bytes from its beginning. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Storage of recordings. The application makes the keys, never a user; they have the form `folder/name.ext`. An object
 * appears whole or not at all.
 */
export interface AudioStore {
  /**
   * Stores a stream. @throws AudioStoreError `too-large` beyond `maxBytes` (nothing is kept), `empty`, `unavailable`
   */
  put(key: string, content: Readable, limits: { readonly maxBytes: number }): Promise<StoredAudio>;
  /** @throws AudioStoreError `not-found`, `too-large` beyond `maxBytes` (nothing is read), `unavailable` */
  fetch(key: string, options: { readonly maxBytes: number; readonly signal?: AbortSignal }): Promise<FetchedAudio>;
  /** The size of an object in bytes. @throws AudioStoreError `not-found`, `unavailable` */
  size(key: string): Promise<number>;
  /**
   * Opens a part of an object as a stream, which reads it piece by piece. It is destroyed when it is not read to its end.
   * @param range first and last byte, both below the object's size
   * @throws AudioStoreError `not-found`, `unavailable`
   */
  read(key: string, range: ByteRange): Promise<Readable>;
  /** Removes an object. A missing object is no error. */
  remove(key: string): Promise<void>;
  /**
   * Lists a folder and those below it, in an order of the store's own, page by page.
   * @param folder such as `recordings`
   * @throws AudioStoreError `unavailable`
   */
  list(folder: string, page: ListingPage): Promise<ListedAudio>;
  /** @throws AudioStoreError `unavailable` */
  check(): Promise<void>;
}

const keyForm = /^[a-z0-9][a-z0-9_-]*(\/[a-z0-9][a-z0-9_-]*)*(\.[a-z0-9]+)?$/;

/** Whether a key has the form of those that the application makes. */
export const isKey = (key: string): boolean => key.length <= 200 && keyForm.test(key);

/** Checks a key. @throws AudioStoreError `invalid-key` when it could leave the store or name a hidden file */
export function checkKey(key: string): string {
  if (!isKey(key)) throw new AudioStoreError('invalid-key', 'the audio key is malformed');
  return key;
}

/** Returns the key of a new recording, with a folder per day. */
export function recordingKey(id: string, extension: string, now = new Date()): string {
  return checkKey(`recordings/${dayOf(now)}/${id}.${extension}`);
}

/** Returns the key of the example recording of a new sentence, with a folder per day. */
export function exampleKey(sentenceId: string, extension: string, now = new Date()): string {
  return checkKey(`examples/${dayOf(now)}/${sentenceId}.${extension}`);
}

const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

/**
 * Returns a stream that passes its bytes on and counts them. It fails with AudioStoreError `too-large` beyond
 * `maxBytes`.
 */
export function countBytes(maxBytes: number): { readonly stream: Transform; readonly bytes: () => number } {
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) done(new AudioStoreError('too-large', `the recording is larger than ${maxBytes} bytes`));
      else done(null, chunk);
    },
  });
  return { stream, bytes: () => bytes };
}
