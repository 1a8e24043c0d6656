import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  S3Client,
  type GetObjectCommandInput,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { AudioStoreError, checkKey, countBytes, isKey } from './audio-store.js';
import type { AudioStore, ByteRange, FetchedAudio, ListedAudio, ListingPage, StoredAudio } from './audio-store.js';
import type { S3Address } from './s3-address.js';
import { unavailable, fetchError } from './s3-error.js';

const connectionTimeoutMs = 2_000;

/** A larger recording is not held in memory: it is asked for again and read while it is sent on. */
const readWholeBytes = 1024 * 1024;

/** Idle timeout of a connection. */
const socketTimeoutMs = 15_000;

/** The worker plans its own retries, so an unavailable store must not occupy its slots. */
const maxAttempts = 2;

/**
 * Stores recordings in a bucket of Amazon S3 or a compatible service. The SDK finds the credentials: AWS_ACCESS_KEY_ID
 * and AWS_SECRET_ACCESS_KEY, or the role of the pod.
 */
export class S3Store implements AudioStore {
  private readonly client: S3Client;

  constructor(private readonly address: S3Address) {
    this.client = new S3Client({
      region: address.region,
      forcePathStyle: address.pathStyle,
      ...(address.endpoint === undefined ? {} : { endpoint: address.endpoint }),
      maxAttempts,
      requestHandler: { connectionTimeout: connectionTimeoutMs, socketTimeout: socketTimeoutMs },
      // Many compatible services do not know the newer checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  async put(key: string, content: Readable, limits: { maxBytes: number }): Promise<StoredAudio> {
    const target = this.objectOf(key);
    const counter = countBytes(limits.maxBytes);
    // One part of 5 MiB at a time, so that many uploads use little memory.
    const upload = new Upload({ client: this.client, queueSize: 1, params: { ...target, Body: counter.stream } });
    // An error of the stream aborts the upload, which then leaves nothing behind, and the other way round.
    const flow = pipeline(content, counter.stream);
    const [flowed, stored] = await Promise.allSettled([flow, upload.done().finally(() => counter.stream.destroy())]);
    const failed = [flowed, stored].find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw unavailable(failed.reason);
    if (counter.bytes() === 0) {
      await this.remove(key);
      throw new AudioStoreError('empty', 'the recording is empty');
    }
    return { key, size: counter.bytes() };
  }

  async fetch(key: string, { maxBytes, signal }: { maxBytes: number; signal?: AbortSignal }): Promise<FetchedAudio> {
    const target = this.objectOf(key);
    try {
      const options = signal ? { abortSignal: signal } : {};
      const { Body, ContentLength, ETag } = await this.client.send(new GetObjectCommand(target), options);
      if (!Body || ContentLength === undefined) throw new Error('the store answered without a body or its size');
      const isLarge = ContentLength > readWholeBytes;
      if (isLarge) (Body as Readable).destroy();
      if (ContentLength > maxBytes)
        throw new AudioStoreError('too-large', `the recording is larger than ${maxBytes} bytes`);
      if (isLarge) return { size: ContentLength, chunks: () => this.chunksOf({ ...target, IfMatch: ETag }, signal) };
      const bytes = await Body.transformToByteArray();
      return { size: bytes.length, chunks: () => [bytes] };
    } catch (error) {
      signal?.throwIfAborted();
      throw fetchError(error);
    }
  }

  async size(key: string): Promise<number> {
    const target = this.objectOf(key);
    try {
      const { ContentLength } = await this.client.send(new HeadObjectCommand(target));
      if (ContentLength === undefined) throw new Error('the store did not tell the size');
      return ContentLength;
    } catch (error) {
      throw fetchError(error);
    }
  }

  async read(key: string, { first, last }: ByteRange): Promise<Readable> {
    const target = this.objectOf(key);
    try {
      const { Body } = await this.client.send(new GetObjectCommand({ ...target, Range: `bytes=${first}-${last}` }));
      if (!Body) throw new Error('the store answered without a body');
      return Body as Readable;
    } catch (error) {
      throw fetchError(error);
    }
  }

  async remove(key: string): Promise<void> {
    const target = this.objectOf(key);
    try {
      await this.client.send(new DeleteObjectCommand(target));
    } catch (error) {
      throw unavailable(error);
    }
  }

  async list(folder: string, { after, limit }: ListingPage): Promise<ListedAudio> {
    const { bucket, prefix } = this.address;
    // The first version of the call: every compatible service knows its marker, which is a key.
    const start = after === null ? {} : { Marker: prefix + after };
    const page = { Bucket: bucket, Prefix: `${prefix}${checkKey(folder)}/`, MaxKeys: limit, ...start };
    try {
      const { Contents: found = [], IsTruncated: isMore } = await this.client.send(new ListObjectsCommand(page));
      const objects = found.flatMap(({ Key, LastModified: modifiedAt }) => {
        const key = Key?.slice(prefix.length) ?? '';
        return modifiedAt && isKey(key) ? [{ key, modifiedAt }] : [];
      });
      return { objects, next: isMore ? (found.at(-1)?.Key?.slice(prefix.length) ?? null) : null };
    } catch (error) {
      throw unavailable(error);
    }
  }

  async check(): Promise<void> {
    try {
      await this.client.send(new HeadBucketCommand({ Bucket: this.address.bucket }));
    } catch (error) {
      throw unavailable(error);
    }
  }

  /** Reads an object piece by piece, at the pace of the reader. */
  private async *chunksOf(target: GetObjectCommandInput, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    try {
      const options = signal ? { abortSignal: signal } : {};
      const { Body, ContentLength } = await this.client.send(new GetObjectCommand(target), options);
      let left = ContentLength ?? 0;
      for await (const chunk of Body as Readable) {
        left -= (chunk as Buffer).length;
        yield chunk as Buffer;
      }
      if (left > 0) throw new Error('the answer broke off');
    } catch (error) {
      signal?.throwIfAborted();
      throw fetchError(error);
    }
  }

  private objectOf(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.address.bucket, Key: this.address.prefix + checkKey(key) };
  }
}
