import { aacSampleRates, decodeAacFrames, type AacStream } from '../compressed/aac-frames.js';
import { undecodable, unsupported } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';
import type { TrackPackets } from './track-packets.js';

const lowComplexity = 2;

/** AAC-LC packets out of MP4; what the edit list puts before time zero (the encoder's priming) is cut. */
export async function decodeAacPackets(track: TrackPackets, collector: PcmCollector): Promise<DecodedSamples> {
  const stream = readAudioSpecificConfig(track.description);
  await decodeAacFrames(track.packets, stream, collector);
  const sampleRate = aacSampleRates[stream.rateIndex] ?? 0;
  return collector.finish({ skip: Math.round(track.skipSeconds * sampleRate) });
}

/** ISO/IEC 14496-3, 1.6.2.1: 5 bits of object type, 4 of rate index, 4 of channel configuration. */
function readAudioSpecificConfig(config: Uint8Array | undefined): AacStream {
  if (!config || config.length < 2) throw undecodable('The AAC track has no description.');
  const bits = ((config[0] ?? 0) << 8) | (config[1] ?? 0);
  const objectType = bits >> 11;
  if (objectType !== lowComplexity) throw unsupported('Of AAC only the low-complexity profile is supported.');
  return { profile: lowComplexity - 1, rateIndex: (bits >> 7) & 15, channelConfiguration: (bits >> 3) & 15 };
}
