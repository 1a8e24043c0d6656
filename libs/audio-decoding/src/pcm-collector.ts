import { Decimator } from './decimator.js';
import { DecodingBudget, type DecodingLimits, type SourceInfo } from './decoding-budget.js';
import { undecodable } from './decoding-error.js';
import { mixToMono, signsOf } from './mix-to-mono.js';
import { SampleBuffer } from './sample-buffer.js';

export interface DecodedSamples {
  readonly samples: Float32Array;
  readonly sampleRate: number;
  /** The file's own rate; `sampleRate` is lower where the file was decimated. */
  readonly sourceSampleRate: number;
  readonly channels: number;
  /** Frames (of Ogg: pages) that are missing, cut off or have a wrong checksum, as far as the format shows it. */
  readonly damagedFrames: number;
}

/** Samples beyond the declared length that a decoder may give: the priming and padding of a codec's frames. */
const spareSamples = 4_096;

/**
 * Collects blocks of planar samples from a decoder, mixes them to mono, decimates high sample rates, and refuses the
 * recording as soon as it exceeds its budget, so that a small file that expands to hours never fills the memory.
 */
export class PcmCollector {
  private readonly budget: DecodingBudget;
  private readonly collected = new SampleBuffer();
  private inputLength = 0;
  private source: SourceInfo | undefined;
  private expectedLength = 0;
  private damaged = 0;
  private decimator: Decimator | undefined;
  /** Sign of each channel; undefined until a block had enough sound. */
  private signs: readonly number[] | undefined;

  constructor(
    limits: DecodingLimits,
    private readonly signal?: AbortSignal,
  ) {
    this.budget = new DecodingBudget(limits);
  }

  /** Checks the declared properties before memory is used. @throws DecodingError */
  checkSource(source: SourceInfo): void {
    this.signal?.throwIfAborted();
    this.budget.checkSource(source);
    this.expectedLength = source.length ?? 0;
  }

  /** Refuses more packets than the longest recording can have. @throws DecodingError */
  checkPackets(count: number): void {
    this.budget.checkPackets(count);
  }

  /** Counts damaged frames for the result. */
  addDamage(frames: number): void {
    this.damaged += frames;
  }

  /**
   * Adds one block. Every block must have the rate of the first. @throws DecodingError when the recording exceeds its
   * budget or the rate changes
   */
  add(planes: readonly Float32Array[], sampleRate: number): void {
    this.signal?.throwIfAborted();
    const length = planes[0]?.length ?? 0;
    if (length === 0) return;
    this.acceptSource(planes.length, sampleRate);
    this.inputLength += length;
    this.budget.checkLength(this.inputLength, { channels: planes.length, sampleRate });
    this.signs ??= signsOf(planes);
    const mono = mixToMono(planes, length, this.signs);
    this.collected.push(this.decimator ? this.decimator.push(mono) : mono);
  }

  /**
   * Returns the samples without the first `skip` samples and with at most `keep` samples, both counted at the file's
   * rate.
   */
  finish(trim: { skip?: number; keep?: number } = {}): DecodedSamples {
    if (this.decimator) this.collected.push(this.decimator.flush());
    const { sampleRate = 0, channels = 0 } = this.source ?? {};
    const factor = this.decimator?.factor ?? 1;
    const skip = Math.min(Math.round((trim.skip ?? 0) / factor), this.collected.length);
    return {
      samples: this.collected.view(skip, skip + Math.ceil((trim.keep ?? Infinity) / factor)),
      sampleRate: Math.round(sampleRate / factor),
      sourceSampleRate: sampleRate,
      channels,
      damagedFrames: this.damaged,
    };
  }

  private acceptSource(channels: number, sampleRate: number): void {
    if (!this.source) {
      this.budget.checkSource({ channels, sampleRate });
      this.source = { channels, sampleRate };
      this.decimator = Decimator.for(sampleRate);
      const expected = Math.ceil(this.expectedLength / (this.decimator?.factor ?? 1));
      if (expected > 0) this.collected.reserve(expected + spareSamples);
    }
    if (sampleRate !== this.source.sampleRate) {
      throw undecodable('The sample rate changes in the middle of the recording.');
    }
  }
}
