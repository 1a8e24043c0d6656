import type { OfflineAudioContext } from 'node-web-audio-api';
import { undecodable, unsupported } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';
import { hasBandReplication } from './aac-sbr.js';
import { readAudioSpecificConfig, sourceOf, unsupportedReplication, type AacStream } from './aac-stream.js';

const samplesPerFrame = 1_024;
const headerBytes = 7;
const longestFrame = 8_191 - headerBytes;
/** Frames per call of the decoder: bounds the memory, and what is decoded again to find a damaged frame. */
const framesPerBatch = 256;
/** Maximum number of damaged frames; a stream with more is noise. */
const maxFaults = 100;

/** Least samples of so many frames: two of them may be priming and padding. */
export const lengthOfFrames = (count: number): number => Math.max(0, count - 2) * samplesPerFrame;

/** Decodes raw AAC-LC frames of one or two channels. */
export async function decodeAacFrames(
  frames: readonly Uint8Array[],
  stream: AacStream,
  collector: PcmCollector,
): Promise<void> {
  const usable = frames.filter(({ length }) => length > 0 && length <= longestFrame);
  collector.addDamage(frames.length - usable.length);
  collector.checkSource({ ...sourceOf(stream), length: lengthOfFrames(usable.length) });
  if (hasBandReplication(usable)) throw unsupportedReplication();
  const decoding = new AacDecoding(usable, stream, collector);
  for (let from = 0; from < usable.length; from += framesPerBatch) {
    await decoding.decode(from, Math.min(from + framesPerBatch, usable.length));
  }
}

/**
 * Decodes frames in batches. The decoder gives up a batch at some damaged frames and leaves others out, so a batch that
 * is not whole is halved until the damaged frame is found. It becomes silence.
 */
class AacDecoding {
  private readonly source: { readonly channels: number; readonly sampleRate: number };
  private readonly damaged = new Set<number>();

  constructor(
    private readonly frames: readonly Uint8Array[],
    private readonly stream: AacStream,
    private readonly collector: PcmCollector,
  ) {
    this.source = sourceOf(stream);
  }

  /** Decodes the frames between two numbers. The frame before them leads: the begin of a frame needs its second half. */
  async decode(from: number, to: number): Promise<void> {
    const lead = from > 0 && !this.damaged.has(from - 1) ? 1 : 0;
    const planes = await this.decodeBatch(this.frames.slice(from - lead, to));
    if (planes?.[0]?.length === (to - from + lead) * samplesPerFrame) {
      this.collector.add(
        planes.map((plane) => plane.subarray(lead * samplesPerFrame)),
        this.source.sampleRate,
      );
    } else if (to - from > 1) {
      const middle = Math.floor((from + to) / 2);
      await this.decode(from, middle);
      await this.decode(middle, to);
    } else {
      this.replace(from);
    }
  }

  private replace(frame: number): void {
    this.damaged.add(frame);
    if (this.damaged.size > maxFaults) throw undecodable('The AAC stream has too many damaged frames.');
    this.collector.addDamage(1);
    const { channels, sampleRate } = this.source;
    this.collector.add(
      Array.from({ length: channels }, () => new Float32Array(samplesPerFrame)),
      sampleRate,
    );
  }

  /** Returns undefined when the decoder gives up. */
  private async decodeBatch(frames: readonly Uint8Array[]): Promise<Float32Array[] | undefined> {
    // The result has the rate of the context: at the stream's rate nothing is resampled.
    const Context = await nativeContext();
    const context = new Context({ numberOfChannels: 1, length: 1, sampleRate: this.source.sampleRate });
    const adts = toAdts(frames, this.stream).buffer as ArrayBuffer;
    const audio = await context.decodeAudioData(adts).catch(() => undefined);
    return audio && Array.from({ length: audio.numberOfChannels }, (_, channel) => audio.getChannelData(channel));
  }
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

function toAdts(frames: readonly Uint8Array[], stream: AacStream): Uint8Array {
  const adts = new Uint8Array(frames.reduce((sum, frame) => sum + frame.length + headerBytes, 0));
  let at = 0;
  for (const frame of frames) {
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

/** Decodes AAC-LC packets of an MP4 file and cuts what the edit list places before time zero. */
export async function decodeAacPackets(track: AacPackets, collector: PcmCollector): Promise<DecodedSamples> {
  const stream = readAudioSpecificConfig(track.description);
  await decodeAacFrames(track.packets, stream, collector);
  return collector.finish({ skip: Math.round(track.skipSeconds * sourceOf(stream).sampleRate) });
}
