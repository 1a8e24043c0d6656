import { resample } from './resample.js';

/** Rate at which everything is measured: speech carries nothing above 8 kHz that the measures here use. */
export const analysisRate = 16_000;

/** Seconds between two frames of every measure. */
export const frameStep = 0.01;

/** Mono samples at `analysisRate` without a DC offset. */
export function analysisSignal(samples: Float32Array, sampleRate: number): Float32Array {
  const resampled = resample(samples, sampleRate, analysisRate);
  let mean = 0;
  for (const value of resampled) mean += value;
  mean /= Math.max(1, resampled.length);
  const centred = new Float32Array(resampled.length);
  for (let index = 0; index < centred.length; index += 1) centred[index] = (resampled[index] ?? 0) - mean;
  return centred;
}

/** Frames of `frameStep` that fit into a signal of this length. */
export function frameCount(length: number): number {
  return Math.max(1, Math.floor(length / (analysisRate * frameStep)));
}

/** Sample index at the centre of a frame. */
export function frameCentre(frame: number): number {
  return Math.round((frame + 0.5) * frameStep * analysisRate);
}
