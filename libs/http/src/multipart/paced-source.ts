import type { Readable } from 'node:stream';
import { FormError } from './form-error.js';

/** Bytes that must come within each `stallMs`: an honest link of 64 kbit/s brings four times as many in 30 s. */
const windowBytes = 64 * 1_024;

const defaultStallMs = 30_000;

export interface Pace {
  /** Longest wait for the whole body. */
  readonly totalMs: number;
  /** Longest wait for the next 64 KiB, or for the end of the body; 30 s when not given. */
  readonly stallMs?: number | undefined;
  /** Ends the reading; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** The chunks of a stream, for as long as they come fast enough. Only waiting counts: a slow reader costs no time. */
export class PacedSource {
  private readonly chunks: AsyncIterator<Buffer, undefined>;
  private readonly left: { total: number; stall: number; bytes: number };
  private readonly stallMs: number;
  private waiting = false;

  constructor(
    stream: Readable,
    private readonly pace: Pace,
  ) {
    // Not destroyed when reading ends early: the sender is still to be answered over the same connection.
    this.chunks = stream.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer, undefined>;
    this.stallMs = pace.stallMs ?? defaultStallMs;
    this.left = { total: pace.totalMs, stall: this.stallMs, bytes: windowBytes };
  }

  /** The next chunk, or null at the end. @throws FormError `stalled`, or `malformed` when the connection breaks off */
  async next(): Promise<Buffer | null> {
    this.pace.signal?.throwIfAborted();
    const started = performance.now();
    const chunk = await this.wait(Math.max(0, Math.min(this.left.total, this.left.stall)));
    const waited = performance.now() - started;
    this.left.total -= waited;
    this.left.stall -= waited;
    this.left.bytes -= chunk?.length ?? 0;
    if (this.left.bytes <= 0) Object.assign(this.left, { stall: this.stallMs, bytes: windowBytes });
    return chunk;
  }

  /** Lets go of the stream, so that others can read what is left of it. */
  async release(): Promise<void> {
    const released = this.chunks.return?.();
    // While a chunk is being waited for, that wait comes first and may never end.
    if (!this.waiting) await released;
    else released?.catch(() => undefined);
  }

  private wait(longestMs: number): Promise<Buffer | null> {
    const { signal } = this.pace;
    this.waiting = true;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new FormError('stalled', 'The body came too slowly.')), longestMs);
      const stop = () => reject(signal?.reason as Error);
      signal?.addEventListener('abort', stop, { once: true });
      const over = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
      };
      const broken = () => reject(new FormError('malformed', 'The connection broke off in the middle of the form.'));
      const came = ({ value }: IteratorResult<Buffer, undefined>) => {
        this.waiting = false;
        resolve(value ?? null);
      };
      this.chunks.next().then(came, broken).finally(over);
    });
  }
}
