import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { undecodable } from '../decoding-error.js';
import { skipId3 } from '../id3.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';
import { readFlacFrames, readFlacStream } from './flac-frames.js';

/** A frame of 14 bytes can unpack into 65 535 samples per channel, so only a few are unpacked at a time. */
const framesPerBatch = 4;
/** A file with more damaged frames than this is noise, and reading on only costs time. */
const mostFaults = 100;

/** Native FLAC. The frames are cut here: the decoder's own parser loses the last, shorter one. */
export async function decodeFlac(file: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  const bytes = skipId3(file);
  const stream = readFlacStream(bytes);
  collector.announce(stream);
  const decoder = new FLACDecoder();
  await decoder.ready;
  let faults = 0;
  try {
    for (const batch of inBatches(readFlacFrames(bytes, stream.start))) {
      const { channelData, errors } = await decoder.decodeFrames(batch);
      faults += errors.length;
      if (faults > mostFaults) throw undecodable('The FLAC file has too many damaged frames.');
      // The rate in a frame's header is optional and may be damaged; the stream's is the one that holds.
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
