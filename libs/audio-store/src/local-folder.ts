import { createReadStream } from 'node:fs';
import { access, constants, mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  AudioStoreError,
  checkKey,
  countBytes,
  isKey,
  type AudioStore,
  type ByteRange,
  type FetchedAudio,
  type ListedAudio,
  type ListingPage,
  type StoredAudio,
} from './audio-store.js';
import { walkFiles } from './walk-files.js';

/** Largest recording that is read in one piece. Hardly a sentence is larger. */
const readWholeBytes = 1024 * 1024;

const chunkBytes = 256 * 1024;

/** Piece of a stream; many may be open at the same time. */
const streamedBytes = 64 * 1024;

/** Stores recordings in a folder, for development and single-node deployments (or a volume that all pods mount). */
export class LocalFolderStore implements AudioStore {
  constructor(private readonly folder: string) {}

  async put(key: string, content: Readable, limits: { maxBytes: number }): Promise<StoredAudio> {
    const target = join(this.folder, checkKey(key));
    const incoming = join(this.folder, 'incoming', randomUUID());
    try {
      await mkdir(dirname(target), { recursive: true });
      await mkdir(dirname(incoming), { recursive: true });
      const counter = countBytes(limits.maxBytes);
      // Opened before any refusal, because a file that is opened later would outlive its removal.
      const file = await open(incoming, 'wx', 0o640);
      await pipeline(content, counter.stream, file.createWriteStream());
      if (counter.bytes() === 0) throw new AudioStoreError('empty', 'the recording is empty');
      await publish(incoming, target);
      return { key, size: counter.bytes() };
    } catch (error) {
      await rm(incoming, { force: true });
      throw asStoreError(error);
    }
  }

  async fetch(key: string, { maxBytes, signal }: { maxBytes: number; signal?: AbortSignal }): Promise<FetchedAudio> {
    signal?.throwIfAborted();
    const path = join(this.folder, checkKey(key));
    try {
      const file = await open(path);
      try {
        const { size } = await file.stat();
        if (size > maxBytes) throw new AudioStoreError('too-large', `the recording is larger than ${maxBytes} bytes`);
        if (size > readWholeBytes) return { size, chunks: () => chunksOf(path, size) };
        const bytes = await readWhole(file, size);
        return { size: bytes.length, chunks: () => [bytes] };
      } finally {
        await file.close();
      }
    } catch (error) {
      throw asStoreError(error);
    }
  }

  async size(key: string): Promise<number> {
    const path = join(this.folder, checkKey(key));
    try {
      return (await stat(path)).size;
    } catch (error) {
      throw asStoreError(error);
    }
  }

  async read(key: string, { first, last }: ByteRange): Promise<Readable> {
    const path = join(this.folder, checkKey(key));
    try {
      // Opened before the stream is given away: it is read to its end although the object may be removed meanwhile.
      const file = await open(path);
      return file.createReadStream({ start: first, end: last, highWaterMark: streamedBytes });
    } catch (error) {
      throw asStoreError(error);
    }
  }

  async remove(key: string): Promise<void> {
    await rm(join(this.folder, checkKey(key)), { force: true });
  }

  async list(folder: string, { after, limit }: ListingPage): Promise<ListedAudio> {
    const objects: { key: string; modifiedAt: Date }[] = [];
    let seen = 0;
    try {
      for await (const key of walkFiles(this.folder, checkKey(folder), after)) {
        const file = isKey(key) ? await stat(join(this.folder, key)).catch(() => null) : null;
        if (file) objects.push({ key, modifiedAt: file.mtime });
        seen += 1;
        if (seen === limit) return { objects, next: key };
      }
      return { objects, next: null };
    } catch (error) {
      throw asStoreError(error);
    }
  }

  async check(): Promise<void> {
    try {
      await mkdir(this.folder, { recursive: true });
      await access(this.folder, constants.R_OK | constants.W_OK);
    } catch (error) {
      throw asStoreError(error);
    }
  }
}

/** The first `size` bytes of a file, or fewer when it became shorter. */
async function readWhole(file: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  for (let read = -1; read !== 0 && length < size; length += read) {
    read = (await file.read(bytes, length, size - length, length)).bytesRead;
  }
  return bytes.subarray(0, length);
}

/** Reads exactly `size` bytes, although the file may change meanwhile. */
async function* chunksOf(path: string, size: number): AsyncGenerator<Uint8Array> {
  let left = size;
  try {
    for await (const chunk of createReadStream(path, { end: size - 1, highWaterMark: chunkBytes })) {
      left -= (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  } catch (error) {
    throw asStoreError(error);
  }
  if (left > 0) throw new AudioStoreError('unavailable', 'the recording became shorter while it was read');
}

/** Renames a finished file to its name after its bytes are on the disk. */
async function publish(incoming: string, target: string): Promise<void> {
  const file = await open(incoming, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(incoming, target);
}

function asStoreError(error: unknown): AudioStoreError {
  if (error instanceof AudioStoreError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT'
    ? new AudioStoreError('not-found', 'there is no such recording in the audio store', { cause: error })
    : new AudioStoreError('unavailable', 'the audio store cannot be used now', { cause: error });
}
