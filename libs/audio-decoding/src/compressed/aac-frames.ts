import type { OfflineAudioContext } from 'node-web-audio-api';
import { undecodable, unsupported } from '../decoding-error.js';
import type { PcmCollector } from '../pcm-collector.js';

/** What an ADTS header says about a stream (ISO/IEC 14496-3, 1.A.2). */
export interface AacStream {
  /** MPEG-4 audio object type − 1, in two bits. */
  readonly profile: number;
  readonly rateIndex: number;
  readonly channelConfiguration: number;
}

/** Sampling frequencies by index (ISO/IEC 14496-3, table 1.18). */
export const aacSampleRates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
] as const;

/** Channels by configuration (ISO/IEC 14496-3, table 1.19); what is missing tells them in its frames or is reserved. */
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

/** What the native decoder can do. */
const mostChannels = 2;

export const samplesPerAacFrame = 1_024;
const headerBytes = 7;
const longestFrame = 8_191 - headerBytes;
/** Frames decoded at a time: bounds the memory, and gives the abort signal its chance. */
const framesPerBatch = 1_024;

/** Decodes raw AAC-LC frames of one or two channels; batches overlap by one frame because each frame's second half needs the next. */
export async function decodeAacFrames(
  frames: readonly Uint8Array[],
  stream: AacStream,
  collector: PcmCollector,
): Promise<void> {
  checkChannels(stream);
  const sampleRate = aacSampleRates[stream.rateIndex];
  if (!sampleRate) throw undecodable('The AAC stream has no valid sample rate.');
  collector.checkDuration(((frames.length - 2) * samplesPerAacFrame) / sampleRate);
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
  if (channels !== undefined && channels <= mostChannels) return;
  const found = channels === undefined ? 'an unusual arrangement of channels' : `${channels} channels`;
  throw unsupported(`AAC with ${found} is not supported; mono and stereo are.`);
}

/**
 * The native decoder, loaded when the first AAC file comes: it is linked with a library (libasound.so.2) that a slim
 * system may lack, and every other format has to work without it.
 */
async function nativeContext(): Promise<typeof OfflineAudioContext> {
  try {
    return (await import('node-web-audio-api')).OfflineAudioContext;
  } catch {
    throw unsupported('AAC cannot be decoded here: the system lacks libasound.so.2.');
  }
}

async function decodeBatch(frames: Uint8Array[], stream: AacStream, sampleRate: number): Promise<Float32Array[]> {
  // The context's own rate decides the rate of the result: at the stream's rate nothing is resampled.
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
