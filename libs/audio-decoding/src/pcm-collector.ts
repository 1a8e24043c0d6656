import { Decimator } from './decimator.js';
import { DecodingError, undecodable } from './decoding-error.js';
import { mixToMono, signsOf } from './mix-to-mono.js';

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
  /** The file's own rate; `sampleRate` is lower where more was sampled than is heard. */
  readonly sourceSampleRate: number;
  readonly channels: number;
}

/** What a file says about its sound before any of it is decoded. */
export interface Announcement {
  readonly channels: number;
  readonly sampleRate: number;
  /** Samples per channel, where the file tells. */
  readonly length?: number;
}

const lowestSampleRate = 4_000;
const highestSampleRate = 384_000;
const mostChannels = 32;
/** No codec here has shorter packets than Opus with its 2.5 ms (RFC 6716, section 2.1.4). */
const mostPacketsPerSecond = 400;

/**
 * Takes blocks of planar samples from a decoder, mixes them to mono, thins what is sampled far above hearing, and
 * refuses the recording as soon as it is too long: a small file that unpacks into hours never fills the memory.
 */
export class PcmCollector {
  private readonly blocks: Float32Array[] = [];
  private length = 0;
  private taken = 0;
  private source: Announcement | undefined;
  private decimator: Decimator | undefined;
  /** By which each channel is multiplied; undefined until there was sound in all of them. */
  private signs: readonly number[] | undefined;

  constructor(
    private readonly limits: DecodingLimits,
    private readonly signal?: AbortSignal,
  ) {}

  /** Refuses what a file says of itself, before memory is spent on it. @throws DecodingError */
  announce(source: Announcement): void {
    this.signal?.throwIfAborted();
    const { channels, sampleRate, length } = source;
    const highest = Math.min(this.limits.maxSampleRate ?? highestSampleRate, highestSampleRate);
    if (!(sampleRate >= lowestSampleRate && sampleRate <= highest)) {
      throw undecodable(`The sample rate must lie between ${lowestSampleRate} and ${highest} Hz.`);
    }
    if (!(channels >= 1 && channels <= mostChannels)) {
      throw undecodable(`The recording must have 1 to ${mostChannels} channels.`);
    }
    if (length !== undefined) this.checkDuration(length / sampleRate);
  }

  /** Adds one block; every block must have the rate of the first. */
  add(planes: readonly Float32Array[], sampleRate: number): void {
    this.signal?.throwIfAborted();
    const length = planes[0]?.length ?? 0;
    if (length === 0) return;
    this.settle(planes.length, sampleRate);
    this.signs ??= signsOf(planes);
    const mono = mixToMono(planes, length, this.signs);
    this.keep(this.decimator ? this.decimator.push(mono) : mono);
    this.taken += length;
    this.checkDuration(this.taken / sampleRate);
  }

  /** Refuses a recording whose length is known before it is decoded. */
  checkDuration(seconds: number): void {
    if (seconds <= this.limits.maxDurationSeconds) return;
    throw new DecodingError('audio-too-long', `The recording is longer than ${this.limits.maxDurationSeconds} s.`);
  }

  /** Refuses more packets than the longest recording can have: a list of them takes memory, too. */
  checkPackets(count: number): void {
    this.checkDuration(Math.floor((count - 1) / mostPacketsPerSecond));
  }

  /** Drops samples at the front that the encoder put there, and everything after `keep` samples of the file's rate. */
  finish(trim: { skip?: number; keep?: number } = {}): DecodedSamples {
    if (this.decimator) this.keep(this.decimator.flush());
    const { sampleRate = 0, channels = 0 } = this.source ?? {};
    const factor = this.decimator?.factor ?? 1;
    const all = join(this.blocks, this.length);
    const skip = Math.min(Math.round((trim.skip ?? 0) / factor), this.length);
    const samples = all.subarray(skip, Math.min(this.length, skip + Math.ceil((trim.keep ?? Infinity) / factor)));
    return { samples, sampleRate: Math.round(sampleRate / factor), sourceSampleRate: sampleRate, channels };
  }

  private keep(block: Float32Array): void {
    this.blocks.push(block);
    this.length += block.length;
  }

  private settle(channels: number, sampleRate: number): void {
    if (!this.source) {
      this.announce({ channels, sampleRate });
      this.source = { channels, sampleRate };
      this.decimator = Decimator.for(sampleRate);
    }
    if (sampleRate !== this.source.sampleRate) {
      throw undecodable('The sample rate changes in the middle of the recording.');
    }
  }
}

function join(blocks: readonly Float32Array[], length: number): Float32Array {
  const all = new Float32Array(length);
  let at = 0;
  for (const block of blocks) {
    all.set(block, at);
    at += block.length;
  }
  return all;
}
