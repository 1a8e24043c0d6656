import type { OfflineAudioContext } from 'node-web-audio-api';
import { undecodable, unsupported } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';

/** Stream properties of an ADTS header (ISO/IEC 14496-3, 1.A.2). */
export interface AacStream {
  /** MPEG-4 audio object type − 1, in two bits. */
  readonly profile: number;
  readonly rateIndex: number;
  readonly channelConfiguration: number;
}

/** Sampling frequencies by index (ISO/IEC 14496-3, table 1.18). */
const aacSampleRates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
] as const;

/**
 * Channels by configuration (ISO/IEC 14496-3, table 1.19). Other configurations are reserved, or define their channels
 * inside the frames.
 */
const channelCounts: Readonly<Record<number, number>> = {
  1: 1,
  2: 2,
  3: 3,
  4: 4,
  5: 5,
  6: 6,
  7: 8,
  11: 7,
  12: 8,
  13: 24,
  14: 8,
};

/** Maximum number of channels of the native decoder. */
const maxChannels = 2;

const samplesPerAacFrame = 1_024;
const headerBytes = 7;
const longestFrame = 8_191 - headerBytes;
/** Frames per batch: bounds the memory and lets the abort signal take effect. */
const framesPerBatch = 1_024;

/**
 * Decodes raw AAC-LC frames of one or two channels. Batches overlap by one frame, because the second half of a frame
 * needs the next frame.
 */
export async function decodeAacFrames(
  frames: readonly Uint8Array[],
  stream: AacStream,
  collector: PcmCollector,
): Promise<void> {
  checkChannels(stream);
  const sampleRate = aacSampleRates[stream.rateIndex];
  if (!sampleRate) throw undecodable('The AAC stream has no valid sample rate.');
  const length = Math.max(0, frames.length - 2) * samplesPerAacFrame;
  collector.checkSource({ channels: channelCounts[stream.channelConfiguration]!, sampleRate, length });
  for (let from = 0; from < frames.length; from += framesPerBatch) {
    const lead = Math.min(from, 1);
    const batch = frames.slice(from - lead, from + framesPerBatch);
    const planes = await decodeBatch(batch, stream, sampleRate);
    collector.add(
      planes.map((plane) => plane.subarray(lead * samplesPerAacFrame)),
      sampleRate,
    );
  }
}

function checkChannels({ channelConfiguration }: AacStream): void {
  const channels = channelCounts[channelConfiguration];
  if (channels !== undefined && channels <= maxChannels) return;
  const found = channels === undefined ? 'an unusual arrangement of channels' : `${channels} channels`;
  throw unsupported(`AAC with ${found} is not supported; mono and stereo are.`);
}

/**
 * Loads the native decoder with the first AAC file. It needs libasound.so.2, which a slim system may lack; all other
 * formats must work without it.
 */
async function nativeContext(): Promise<typeof OfflineAudioContext> {
  try {
    return (await import('node-web-audio-api')).OfflineAudioContext;
  } catch {
    throw unsupported('AAC cannot be decoded here: the system lacks libasound.so.2.');
  }
}

async function decodeBatch(frames: Uint8Array[], stream: AacStream, sampleRate: number): Promise<Float32Array[]> {
  // The result has the rate of the context: at the stream's rate nothing is resampled.
  const Context = await nativeContext();
  const context = new Context({ numberOfChannels: 1, length: 1, sampleRate });
  const audio = await context.decodeAudioData(toAdts(frames, stream).buffer as ArrayBuffer);
  return Array.from({ length: audio.numberOfChannels }, (_, channel) => audio.getChannelData(channel));
}

function toAdts(frames: readonly Uint8Array[], stream: AacStream): Uint8Array {
  const usable = frames.filter((frame) => frame.length > 0 && frame.length <= longestFrame);
  const adts = new Uint8Array(usable.reduce((sum, frame) => sum + frame.length + headerBytes, 0));
  let at = 0;
  for (const frame of usable) {
    adts.set(adtsHeader(frame.length + headerBytes, stream), at);
    adts.set(frame, at + headerBytes);
    at += frame.length + headerBytes;
  }
  return adts;
}

function adtsHeader(length: number, { profile, rateIndex, channelConfiguration }: AacStream): number[] {
  return [
    0xff,
    0xf1,
    (profile << 6) | (rateIndex << 2) | (channelConfiguration >> 2),
    ((channelConfiguration & 3) << 6) | (length >> 11),
    (length >> 3) & 0xff,
    ((length & 7) << 5) | 0x1f,
    0xfc,
  ];
}

/** The packets of an AAC track in decode order. */
export interface AacPackets {
  readonly packets: readonly Uint8Array[];
  /** Seconds at the front that are cut: the encoder's priming. */
  readonly skipSeconds: number;
  /** AudioSpecificConfig. */
  readonly description: Uint8Array | undefined;
}

const lowComplexity = 2;

/** Decodes AAC-LC packets of an MP4 file and cuts what the edit list places before time zero. */
export async function decodeAacPackets(track: AacPackets, collector: PcmCollector): Promise<DecodedSamples> {
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
