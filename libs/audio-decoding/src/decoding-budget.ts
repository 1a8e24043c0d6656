import { DecodingError, undecodable } from './decoding-error.js';

/** Limits of one recording. */
export interface DecodingLimits {
  /** A longer recording is refused; decoding stops soon after this point. */
  readonly maxDurationSeconds: number;
  /** Highest accepted sample rate, in Hz (default 384 000). */
  readonly maxSampleRate?: number;
}

/** Properties that a file declares before it is decoded. */
export interface SourceInfo {
  readonly channels: number;
  readonly sampleRate: number;
  /** Samples per channel, where they are known before decoding. */
  readonly length?: number;
}

const minSampleRate = 4_000;
const highestSampleRate = 384_000;
const maxChannels = 32;
/** Opus has the shortest packets: 2.5 ms (RFC 6716, section 2.1.4). */
const maxPacketsPerSecond = 400;

/**
 * Values (samples × channels) that a recording may have for each second of the longest duration: two channels at 96 kHz.
 * Nobody records speech with more. Silence compresses without limit, so 0.2 MB of FLAC can hold ten minutes of eight
 * channels at 192 kHz: 32 times the samples of one channel at 48 kHz.
 */
export const valuesPerSecond = 2 * 96_000;

/** What one recording may cost: duration, packets, and values (samples × channels), checked before and while it is decoded. */
export class DecodingBudget {
  constructor(private readonly limits: DecodingLimits) {}

  /** Checks the declared properties before memory is used. @throws DecodingError */
  checkSource({ channels, sampleRate, length }: SourceInfo): void {
    const highest = Math.min(this.limits.maxSampleRate ?? highestSampleRate, highestSampleRate);
    if (!(sampleRate >= minSampleRate && sampleRate <= highest)) {
      throw undecodable(`The sample rate must lie between ${minSampleRate} and ${highest} Hz.`);
    }
    if (!(channels >= 1 && channels <= maxChannels)) {
      throw undecodable(`The recording must have 1 to ${maxChannels} channels.`);
    }
    if (length !== undefined) this.checkLength(length, { channels, sampleRate });
  }

  /** Refuses more samples per channel than the duration or the number of values permits. @throws DecodingError */
  checkLength(length: number, { channels, sampleRate }: SourceInfo): void {
    this.checkDuration(length / sampleRate);
    const longest = (this.limits.maxDurationSeconds * valuesPerSecond) / (channels * sampleRate);
    if (length / sampleRate <= longest) return;
    throw new DecodingError(
      'audio-too-long',
      `With ${channels} channels at ${sampleRate} Hz the recording may last at most ${Math.floor(longest * 10) / 10} s. ` +
        'Send one channel at 48000 Hz.',
    );
  }

  /** Refuses a recording whose duration is known before it is decoded. @throws DecodingError */
  checkDuration(seconds: number): void {
    if (seconds <= this.limits.maxDurationSeconds) return;
    throw new DecodingError('audio-too-long', `The recording is longer than ${this.limits.maxDurationSeconds} s.`);
  }

  /**
   * Refuses more packets than the longest recording can have, because a list of packets uses memory too.
   * @throws DecodingError
   */
  checkPackets(count: number): void {
    this.checkDuration(Math.floor((count - 1) / maxPacketsPerSecond));
  }
}
