import { sampleBefore } from '../../signal/short-term-frames.js';

/** Mean of the whole recording. */
export function meanOf(signal: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < signal.length; index += 1) sum += signal[index]!;
  return sum / Math.max(1, signal.length);
}

/** Stretches of the recording of which each has a peak, in seconds. */
const stretch = 0.01;

/** A knock is over within so many of them, and counts as this many times what the next highest one reaches. */
const knock = { stretches: 6, times: 4 } as const;

/**
 * Greatest distance from the mean: what the levels of frames are relative to. A knock on the microphone, for which Praat
 * has no provision, does not make silence of quiet speech.
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

/** Mean over one period of the pitch floor on either side of a time: the DC component that a frame is freed of. */
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
 * How much stronger "no voice" is in a quiet frame (Boersma 1993, equation 23).
 * @param relativePeak the frame's peak relative to the recording's
 */
export function unvoicedStrength(relativePeak: number, silenceThreshold: number, voicingThreshold: number): number {
  const silence = 2 - Math.min(1, relativePeak) / (silenceThreshold / (1 + voicingThreshold));
  return voicingThreshold + Math.max(0, silence);
}
