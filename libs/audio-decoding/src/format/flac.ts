import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { undecodable } from '../decoding-error.js';
import { skipId3 } from '../sniff-format.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';
import {
  isWholeFrame,
  readFlacFrames,
  readFlacStream,
  type FlacFrame,
  type FlacStream,
} from '../container/flac-frames.js';

/** A frame of 14 bytes can expand to 65 535 samples per channel, so only a few are decoded at a time. */
const framesPerBatch = 4;
/** Maximum number of damaged frames; a file with more is noise. */
const maxFaults = 100;

/** Decodes native FLAC. The frames are divided here, because the decoder's own parser loses the last, shorter one. */
export async function decodeFlac(file: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  const bytes = withoutId3v1(skipId3(file));
  const stream = readFlacStream(bytes);
  checkLength(bytes, stream, collector);
  const decoder = new FLACDecoder();
  await decoder.ready;
  let faults = 0;
  try {
    for (const batch of inBatches(readFlacFrames(bytes, stream.start))) {
      for (const { data, lost } of batch) collector.addDamage(lost + (isWholeFrame(data) ? 0 : 1));
      const { channelData, errors } = await decoder.decodeFrames(batch.map(({ data }) => data));
      faults += errors.length;
      if (faults > maxFaults) throw undecodable('The FLAC file has too many damaged frames.');
      // The rate in a frame header is optional and may be damaged; that of the stream counts.
      collector.add(channelData, stream.sampleRate);
    }
    return collector.finish();
  } finally {
    decoder.free();
  }
}

/**
 * Adds up the sizes in the headers of all frames before one is decoded. The length in the stream description may be
 * missing, as recorders write it, or wrong.
 */
function checkLength(bytes: Uint8Array, stream: FlacStream, collector: PcmCollector): void {
  let length = 0;
  collector.checkSource(stream);
  for (const { samples } of readFlacFrames(bytes, stream.start)) {
    length += samples;
    collector.checkSource({ ...stream, length });
  }
}

/** Leaves out an ID3v1 tag, 128 bytes at the end, which would count as damage of the last frame. */
function withoutId3v1(bytes: Uint8Array): Uint8Array {
  const at = bytes.length - 128;
  const isTag = bytes[at] === 0x54 && bytes[at + 1] === 0x41 && bytes[at + 2] === 0x47;
  return isTag ? bytes.subarray(0, at) : bytes;
}

function* inBatches(frames: Iterable<FlacFrame>): Generator<FlacFrame[]> {
  let batch: FlacFrame[] = [];
  for (const frame of frames) {
    batch.push(frame);
    if (batch.length < framesPerBatch) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
