import { bytesToSniff, sniffFormat, type AudioFormat } from '@vocalborn/audio-decoding/sniff-format';

/** Most bytes that are held while the format is unknown: ID3 tags with a picture seldom are larger. */
const maxHead = 262_144;

/** A recording whose first bytes were looked at. */
export interface SniffedUpload {
  /** Null when the content is no audio that the product decodes. */
  readonly format: AudioFormat | null;
  readonly isEmpty: boolean;
  /** The whole recording from its first byte; can be read once. */
  readonly content: AsyncIterable<Buffer>;
}

/**
 * Reads as much of a recording as tells its format, at most 256 KiB; larger ID3 tags count as MP3.
 * @throws what reading the content throws
 */
export async function sniffUpload(content: AsyncIterable<Buffer>): Promise<SniffedUpload> {
  const source = content[Symbol.asyncIterator]();
  const head = Buffer.allocUnsafe(maxHead);
  const chunks: Buffer[] = [];
  let [filled, needed] = [0, bytesToSniff(Buffer.alloc(0))];
  while (filled < Math.min(needed, maxHead)) {
    const next = await source.next();
    if (next.done) break;
    chunks.push(next.value);
    filled += next.value.copy(head, filled);
    if (filled >= needed) needed = bytesToSniff(head.subarray(0, filled), needed);
  }
  const format = sniffFormat(head.subarray(0, filled));
  return { format, isEmpty: filled === 0, content: joined(chunks, source) };
}

async function* joined(chunks: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* chunks;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
