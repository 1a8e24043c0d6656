import { OpusDecoder } from 'opus-decoder';
import { undecodable, unsupported } from '../decoding-error.js';
import type { PcmCollector } from '../pcm-collector.js';

/** The packets of an Opus track in decode order. */
export interface OpusPackets {
  readonly packets: readonly Uint8Array[];
  /** OpusHead (RFC 7845, section 5.1). */
  readonly description: Uint8Array | undefined;
  readonly channels: number;
  /** Samples that are kept after the pre-skip; what follows is padding. */
  readonly length?: number | undefined;
}

/** Opus is decoded at this rate, whatever was encoded. */
const sampleRate = 48_000;
const packetsPerBatch = 50;
/** Longest packet of a mono or stereo stream: 3 frames × 1275 bytes and their table (RFC 6716, section 3.4). */
const longestPacket = 3_840;

/**
 * Decodes Opus packets of a WebM, Ogg or MP4 file and cuts the pre-skip of the OpusHead. The duration of each packet is in
 * its first bytes, so a track that is too long is refused before it is decoded.
 */
export async function decodeOpusPackets(track: OpusPackets, collector: PcmCollector): Promise<void> {
  const { channels } = track;
  if (channels > 2) throw unsupported('Opus with more than two channels is not supported.');
  const packets = track.packets.filter((packet) => packet.length <= longestPacket);
  collector.addDamage(track.packets.length - packets.length);
  const skip = preSkip(track.description);
  const length = Math.min(Math.max(0, opusLength(packets) - skip), track.length ?? Infinity);
  collector.checkSource({ channels, sampleRate, length });
  const decoder = new OpusDecoder({ channels, preSkip: skip });
  await decoder.ready;
  let left = track.length ?? Infinity;
  try {
    for (let from = 0; from < packets.length; from += packetsPerBatch) {
      const { channelData, errors } = decoder.decodeFrames(packets.slice(from, from + packetsPerBatch));
      collector.addDamage(errors.length);
      const kept = channelData.map((plane) => plane.subarray(0, left));
      collector.add(kept, sampleRate);
      left -= kept[0]?.length ?? 0;
    }
  } finally {
    decoder.free();
  }
  if (packets.length === 0) throw undecodable('No Opus packet could be decoded.');
}

/** Samples per frame at 48 kHz by the configuration of a packet (RFC 6716, section 3.1): SILK, hybrid, CELT. */
const frameLengths = [
  ...[480, 960, 1_920, 2_880, 480, 960, 1_920, 2_880, 480, 960, 1_920, 2_880],
  ...[480, 960, 480, 960],
  ...[120, 240, 480, 960, 120, 240, 480, 960, 120, 240, 480, 960, 120, 240, 480, 960],
] as const;

/** Samples of all packets: one frame, two, or as many as the second byte says. */
function opusLength(packets: readonly Uint8Array[]): number {
  return packets.reduce((sum, [toc = 0, second = 0]) => {
    const code = toc & 3;
    return sum + frameLengths[toc >> 3]! * (code === 0 ? 1 : code < 3 ? 2 : second & 0x3f);
  }, 0);
}

/** Samples at 48 kHz that the decoder needs to converge (RFC 7845, section 5.1). */
export function preSkip(description: Uint8Array | undefined): number {
  if (!description || description.length < 12) return 0;
  const isOpusHead = String.fromCharCode(...description.subarray(0, 8)) === 'OpusHead';
  return isOpusHead ? (description[10] ?? 0) | ((description[11] ?? 0) << 8) : 0;
}
