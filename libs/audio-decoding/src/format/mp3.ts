import { MPEGDecoder } from 'mpg123-decoder';
import { readMp3Frames } from '../container/mp3-frames.js';
import { undecodable } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';
import { skipId3 } from '../sniff-format.js';

const chunkBytes = 16_384;
/** The decoder gives two channels whatever the file has. */
const channels = 2;

/**
 * Decodes MP3 by mpg123; its gapless mode cuts the delay and padding of the LAME tag. It gets the frames that belong
 * together: a damaged header may look like the begin of another stream to it.
 */
export async function decodeMp3(bytes: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  const body = skipId3(bytes);
  const stream = readMp3Frames(body, (length, sampleRate) => collector.checkSource({ channels, sampleRate, length }));
  if (stream && stream.damaged > stream.frames.length) throw undecodable('The MP3 file has too many damaged frames.');
  collector.addDamage(stream?.damaged ?? 0);
  const decoder = new MPEGDecoder({ enableGapless: true });
  await decoder.ready;
  try {
    for (const chunk of inChunks(stream?.frames ?? [body])) {
      const { channelData, sampleRate, errors } = decoder.decode(chunk);
      collector.addDamage(errors.length);
      collector.add(channelData, sampleRate);
    }
    return collector.finish();
  } finally {
    decoder.free();
  }
}

/** Joins slices to chunks of limited size, and divides longer ones. */
function* inChunks(slices: readonly Uint8Array[]): Generator<Uint8Array> {
  const chunk = new Uint8Array(chunkBytes);
  let filled = 0;
  for (const slice of slices) {
    for (let at = 0; at < slice.length;) {
      const part = slice.subarray(at, at + chunkBytes - filled);
      chunk.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < chunkBytes) continue;
      yield chunk;
      filled = 0;
    }
  }
  yield chunk.subarray(0, filled);
}
