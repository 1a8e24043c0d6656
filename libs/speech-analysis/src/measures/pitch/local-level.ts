import { sampleBefore } from '../../signal/short-term-frames.js';

/** Mean of the whole recording. */
export function meanOf(signal: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < signal.length; index += 1) sum += signal[index]!;
  return sum / Math.max(1, signal.length);
}

/** Greatest distance from the mean: what the levels of frames are relative to. */
export function globalPeak(signal: Float32Array): number {
  const mean = meanOf(signal);
  let peak = 0;
  for (let index = 0; index < signal.length; index += 1) peak = Math.max(peak, Math.abs(signal[index]! - mean));
  return peak;
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
