import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { undecodable } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';
import type { TrackPackets } from './decode-container.js';

/** A frame of 14 bytes can unpack into 65 535 samples per channel, so only a few are unpacked at a time. */
const framesPerBatch = 4;
/** A file with more damaged frames than this is noise, and reading on only costs time. */
const mostFaults = 100;

/** FLAC frames as the container cut them; the decoder package's own parser loses the last, shorter frame. */
export async function decodeFlacPackets(track: TrackPackets, collector: PcmCollector): Promise<DecodedSamples> {
  const decoder = new FLACDecoder();
  await decoder.ready;
  let faults = 0;
  try {
    for (let from = 0; from < track.packets.length; from += framesPerBatch) {
      const batch = track.packets.slice(from, from + framesPerBatch);
      const { channelData, sampleRate, errors } = await decoder.decodeFrames(batch);
      faults += errors.length;
      if (faults > mostFaults) throw undecodable('The FLAC file has too many damaged frames.');
      collector.add(channelData, sampleRate);
    }
    return collector.finish();
  } finally {
    decoder.free();
  }
}
