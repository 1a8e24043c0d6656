import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { undecodable } from '../decoding-error.js';
import { skipId3 } from '../sniff-format.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';
import { readFlacFrames, readFlacStream } from '../container/flac-frames.js';

/** A frame of 14 bytes can expand to 65 535 samples per channel, so only a few are decoded at a time. */
const framesPerBatch = 4;
/** Maximum number of damaged frames; a file with more is noise. */
const maxFaults = 100;

/** Decodes native FLAC. The frames are divided here, because the decoder's own parser loses the last, shorter one. */
export async function decodeFlac(file: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  const bytes = skipId3(file);
  const stream = readFlacStream(bytes);
  collector.checkSource(stream);
  const decoder = new FLACDecoder();
  await decoder.ready;
  let faults = 0;
  try {
    for (const batch of inBatches(readFlacFrames(bytes, stream.start))) {
      const { channelData, errors } = await decoder.decodeFrames(batch);
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

function* inBatches(frames: Iterable<Uint8Array>): Generator<Uint8Array[]> {
  let batch: Uint8Array[] = [];
  for (const frame of frames) {
    batch.push(frame);
    if (batch.length < framesPerBatch) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
