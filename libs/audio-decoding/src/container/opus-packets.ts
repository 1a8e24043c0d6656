import { OpusDecoder } from 'opus-decoder';
import { undecodable, unsupported } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';
import type { TrackPackets } from './track-packets.js';

const packetsPerBatch = 50;
/** Longest packet of a mono or stereo stream: 3 frames × 1275 bytes and their table (RFC 6716, section 3.4). */
const longestPacket = 3_840;

/** Opus packets out of WebM or MP4; the pre-skip of the OpusHead is cut. */
export async function decodeOpusPackets(track: TrackPackets, collector: PcmCollector): Promise<DecodedSamples> {
  if (track.channels > 2) throw unsupported('Opus with more than two channels is not supported.');
  const decoder = new OpusDecoder({ channels: track.channels, preSkip: preSkip(track.description) });
  await decoder.ready;
  let heard = false;
  try {
    for (let from = 0; from < track.packets.length; from += packetsPerBatch) {
      const batch = track.packets
        .slice(from, from + packetsPerBatch)
        .filter((packet) => packet.length <= longestPacket);
      const { channelData, sampleRate, samplesDecoded } = decoder.decodeFrames(batch);
      heard ||= samplesDecoded > 0;
      collector.add(channelData, sampleRate);
    }
  } finally {
    decoder.free();
  }
  if (!heard) throw undecodable('No Opus packet could be decoded.');
  return collector.finish();
}

/** Samples at 48 kHz that the encoder needs to settle (RFC 7845, section 5.1). */
function preSkip(description: Uint8Array | undefined): number {
  if (!description || description.length < 12) return 0;
  const isOpusHead = String.fromCharCode(...description.subarray(0, 8)) === 'OpusHead';
  return isOpusHead ? (description[10] ?? 0) | ((description[11] ?? 0) << 8) : 0;
}
