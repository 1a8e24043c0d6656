import { resample } from './resample.js';

/** Sample rate of the comparison in Hz: the measures that use it need nothing above 8 kHz. */
export const analysisRate = 16_000;

/** Seconds between frames of the comparison. */
export const frameStep = 0.01;

/** Returns mono samples at `analysisRate` without a DC offset. */
export function analysisSignal(samples: Float32Array, sampleRate: number): Float32Array {
  const resampled = resample(samples, sampleRate, analysisRate);
  let mean = 0;
  for (const value of resampled) mean += value;
  mean /= Math.max(1, resampled.length);
  const centred = new Float32Array(resampled.length);
  for (let index = 0; index < centred.length; index += 1) centred[index] = (resampled[index] ?? 0) - mean;
  return centred;
}

/** Number of frames of `frameStep` in a signal of this length. */
export function frameCount(length: number): number {
  return Math.max(1, Math.floor(length / (analysisRate * frameStep)));
}

/** Sample index at the centre of a frame. */
export function frameCentre(frame: number): number {
  return Math.round((frame + 0.5) * frameStep * analysisRate);
}
