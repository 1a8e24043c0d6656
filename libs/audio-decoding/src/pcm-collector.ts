import { Decimator } from './decimator.js';
import { DecodingError, undecodable } from './decoding-error.js';
import { mixToMono, signsOf } from './mix-to-mono.js';

/** Limits of one recording. */
export interface DecodingLimits {
  /** A longer recording is refused; decoding stops soon after this point. */
  readonly maxDurationSeconds: number;
  /** Highest accepted sample rate, in Hz (default 384 000). */
  readonly maxSampleRate?: number;
}

export interface DecodedSamples {
  readonly samples: Float32Array;
  readonly sampleRate: number;
  /** The file's own rate; `sampleRate` is lower where the file was decimated. */
  readonly sourceSampleRate: number;
  readonly channels: number;
}

/** Properties that a file declares before it is decoded. */
export interface SourceInfo {
  readonly channels: number;
  readonly sampleRate: number;
  /** Samples per channel, where the file states them. */
  readonly length?: number;
}

const minSampleRate = 4_000;
const highestSampleRate = 384_000;
const maxChannels = 32;
/** Opus has the shortest packets: 2.5 ms (RFC 6716, section 2.1.4). */
const maxPacketsPerSecond = 400;

/**
 * Collects blocks of planar samples from a decoder, mixes them to mono, decimates high sample rates, and refuses the
 * recording as soon as it is too long, so that a small file that expands to hours never fills the memory.
 */
export class PcmCollector {
  private readonly blocks: Float32Array[] = [];
  private length = 0;
  private inputLength = 0;
  private source: SourceInfo | undefined;
  private decimator: Decimator | undefined;
  /** Sign of each channel; undefined until a block had enough sound. */
  private signs: readonly number[] | undefined;

  constructor(
    private readonly limits: DecodingLimits,
    private readonly signal?: AbortSignal,
  ) {}

  /** Checks the declared properties before memory is used. @throws DecodingError */
  checkSource(source: SourceInfo): void {
    this.signal?.throwIfAborted();
    const { channels, sampleRate, length } = source;
    const highest = Math.min(this.limits.maxSampleRate ?? highestSampleRate, highestSampleRate);
    if (!(sampleRate >= minSampleRate && sampleRate <= highest)) {
      throw undecodable(`The sample rate must lie between ${minSampleRate} and ${highest} Hz.`);
    }
    if (!(channels >= 1 && channels <= maxChannels)) {
      throw undecodable(`The recording must have 1 to ${maxChannels} channels.`);
    }
    if (length !== undefined) this.checkDuration(length / sampleRate);
  }

  /**
   * Adds one block. Every block must have the rate of the first. @throws DecodingError when the recording is too long
   * or the rate changes
   */
  add(planes: readonly Float32Array[], sampleRate: number): void {
    this.signal?.throwIfAborted();
    const length = planes[0]?.length ?? 0;
    if (length === 0) return;
    this.acceptSource(planes.length, sampleRate);
    this.signs ??= signsOf(planes);
    const mono = mixToMono(planes, length, this.signs);
    this.keep(this.decimator ? this.decimator.push(mono) : mono);
    this.inputLength += length;
    this.checkDuration(this.inputLength / sampleRate);
  }

  /** Refuses a recording whose duration is known before it is decoded. */
  checkDuration(seconds: number): void {
    if (seconds <= this.limits.maxDurationSeconds) return;
    throw new DecodingError('audio-too-long', `The recording is longer than ${this.limits.maxDurationSeconds} s.`);
  }

  /** Refuses more packets than the longest recording can have, because a list of packets uses memory too. */
  checkPackets(count: number): void {
    this.checkDuration(Math.floor((count - 1) / maxPacketsPerSecond));
  }

  /**
   * Returns the samples without the first `skip` samples and with at most `keep` samples, both counted at the file's
   * rate.
   */
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

  private acceptSource(channels: number, sampleRate: number): void {
    if (!this.source) {
      this.checkSource({ channels, sampleRate });
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
