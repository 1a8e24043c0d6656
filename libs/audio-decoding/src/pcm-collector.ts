import { DecodingError, undecodable } from './decoding-error.js';

/** How much audio one recording may hold. */
export interface DecodingLimits {
  /** A longer recording is refused, and decoding stops soon after that point. */
  readonly maxDurationSeconds: number;
  /** Highest sample rate that is accepted, in Hz (default 384 000). */
  readonly maxSampleRate?: number;
}

export interface DecodedSamples {
  readonly samples: Float32Array;
  readonly sampleRate: number;
  readonly channels: number;
}

const lowestSampleRate = 4_000;
const highestSampleRate = 384_000;
const mostChannels = 32;

/**
 * Takes blocks of planar samples from a decoder, mixes them to mono and refuses the recording as soon as it is too
 * long, so that a small file that unpacks into hours never fills the memory.
 */
export class PcmCollector {
  private readonly blocks: Float32Array[] = [];
  private length = 0;
  private sampleRate = 0;
  private channels = 0;

  constructor(
    private readonly limits: DecodingLimits,
    private readonly signal?: AbortSignal,
  ) {}

  /** Adds one block; every block must have the rate and the channels of the first. */
  add(planes: readonly Float32Array[], sampleRate: number): void {
    this.signal?.throwIfAborted();
    const length = planes[0]?.length ?? 0;
    if (length === 0) return;
    this.settle(planes.length, sampleRate);
    this.blocks.push(mixToMono(planes, length));
    this.length += length;
    this.checkDuration(this.length / sampleRate);
  }

  /** Refuses a recording whose length is known before it is decoded. */
  checkDuration(seconds: number): void {
    if (seconds <= this.limits.maxDurationSeconds) return;
    throw new DecodingError('audio-too-long', `The recording is longer than ${this.limits.maxDurationSeconds} s.`);
  }

  /** Drops samples at the front that the encoder put there, and everything after `keep` samples. */
  finish(trim: { skip?: number; keep?: number } = {}): DecodedSamples {
    const all = new Float32Array(this.length);
    let at = 0;
    for (const block of this.blocks) {
      all.set(block, at);
      at += block.length;
    }
    const skip = Math.min(trim.skip ?? 0, this.length);
    const samples = all.subarray(skip, Math.min(this.length, skip + (trim.keep ?? Infinity)));
    return { samples, sampleRate: this.sampleRate, channels: this.channels };
  }

  private settle(channels: number, sampleRate: number): void {
    if (this.sampleRate === 0) {
      const highest = Math.min(this.limits.maxSampleRate ?? highestSampleRate, highestSampleRate);
      if (!(sampleRate >= lowestSampleRate && sampleRate <= highest)) {
        throw undecodable(`The sample rate must lie between ${lowestSampleRate} and ${highest} Hz.`);
      }
      if (channels > mostChannels) throw undecodable(`The recording has more than ${mostChannels} channels.`);
      this.sampleRate = sampleRate;
      this.channels = channels;
    }
    if (sampleRate !== this.sampleRate) throw undecodable('The sample rate changes in the middle of the recording.');
  }
}

function mixToMono(planes: readonly Float32Array[], length: number): Float32Array {
  const mono = new Float32Array(length);
  for (const plane of planes) {
    for (let i = 0; i < length; i++) mono[i]! += plane[i] ?? 0;
  }
  if (planes.length > 1) {
    const scale = 1 / planes.length;
    for (let i = 0; i < length; i++) mono[i]! *= scale;
  }
  return mono;
}
