import { sampleBefore } from '../../signal/short-term-frames.js';

/** Mean of the whole recording. */
export function meanOf(signal: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < signal.length; index += 1) sum += signal[index]!;
  return sum / Math.max(1, signal.length);
}

/** Length in seconds of the parts whose peaks are compared. */
const stretch = 0.01;

/** A knock lasts at most this many parts, and counts as at most this many times the next highest peak. */
const knock = { stretches: 6, times: 4 } as const;

/**
 * Returns the greatest magnitude about the mean, which frame levels are relative to. A knock on the microphone does not
 * make quiet speech silent; Praat has no such rule.
 */
export function globalPeak(signal: Float32Array, sampleRate: number): number {
  const mean = meanOf(signal);
  const length = Math.max(1, Math.round(stretch * sampleRate));
  const peaks = new Float64Array(Math.ceil(signal.length / length));
  for (let index = 0; index < signal.length; index += 1) {
    const at = Math.floor(index / length);
    peaks[at] = Math.max(peaks[at]!, Math.abs(signal[index]! - mean));
  }
  peaks.sort();
  const highest = peaks.at(-1) ?? 0;
  const lasting = peaks.at(-1 - knock.stretches) ?? highest;
  return lasting > 0 ? Math.min(highest, knock.times * lasting) : highest;
}

/** Mean over one period of the pitch floor on each side of a time: the DC component that is removed from a frame. */
export function localMean(signal: Float32Array, sampleRate: number, time: number, floor: number): number {
  const left = sampleBefore(time, sampleRate);
  const period = Math.floor(sampleRate / floor);
  const from = Math.max(0, left + 1 - period);
  const to = Math.min(signal.length - 1, left + period);
  let sum = 0;
  for (let index = from; index <= to; index += 1) sum += signal[index]!;
  return sum / (2 * period);
}

/**
 * Strength of "unvoiced" in a frame; higher in a quiet one (Boersma 1993, equation 23).
 * @param relativePeak peak of the frame relative to that of the recording
 */
export function unvoicedStrength(relativePeak: number, silenceThreshold: number, voicingThreshold: number): number {
  const silence = 2 - Math.min(1, relativePeak) / (silenceThreshold / (1 + voicingThreshold));
  return voicingThreshold + Math.max(0, silence);
}
