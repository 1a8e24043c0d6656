import { OpusDecoder } from 'opus-decoder';
import { undecodable, unsupported } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';

/** The packets of an Opus track in decode order. */
export interface OpusPackets {
  readonly packets: readonly Uint8Array[];
  /** OpusHead (RFC 7845, section 5.1). */
  readonly description: Uint8Array | undefined;
  readonly channels: number;
}

const packetsPerBatch = 50;
/** Longest packet of a mono or stereo stream: 3 frames × 1275 bytes and their table (RFC 6716, section 3.4). */
const longestPacket = 3_840;

/** Decodes Opus packets of a WebM, Ogg or MP4 file and cuts the pre-skip of the OpusHead. */
export async function decodeOpusPackets(track: OpusPackets, collector: PcmCollector): Promise<DecodedSamples> {
  if (track.channels > 2) throw unsupported('Opus with more than two channels is not supported.');
  const decoder = new OpusDecoder({ channels: track.channels, preSkip: preSkip(track.description) });
  await decoder.ready;
  let hasSamples = false;
  try {
    for (let from = 0; from < track.packets.length; from += packetsPerBatch) {
      const batch = track.packets
        .slice(from, from + packetsPerBatch)
        .filter((packet) => packet.length <= longestPacket);
      const { channelData, sampleRate, samplesDecoded } = decoder.decodeFrames(batch);
      hasSamples ||= samplesDecoded > 0;
      collector.add(channelData, sampleRate);
    }
  } finally {
    decoder.free();
  }
  if (!hasSamples) throw undecodable('No Opus packet could be decoded.');
  return collector.finish();
}

/** Samples at 48 kHz that the decoder needs to converge (RFC 7845, section 5.1). */
function preSkip(description: Uint8Array | undefined): number {
  if (!description || description.length < 12) return 0;
  const isOpusHead = String.fromCharCode(...description.subarray(0, 8)) === 'OpusHead';
  return isOpusHead ? (description[10] ?? 0) | ((description[11] ?? 0) << 8) : 0;
}
