import { analysisRate } from './analysis-signal.js';

/** The band that telephones carry, in Hz (ITU-T G.712). */
const [lowest, highest] = [300, 3_400];

/** Quality factors of the two sections of a Butterworth filter of order 4. */
const sections = [0.541_196_1, 1.306_563];

type Coefficients = readonly [b0: number, b1: number, b2: number, a1: number, a2: number];

/**
 * Returns the part of a signal at `analysisRate` that a telephone carries: what is measured in it hardly depends on whether
 * the recorder was one.
 */
export function telephoneBand(signal: Float32Array): Float32Array {
  const band = Float32Array.from(signal);
  for (const quality of sections) filter(band, section('high', lowest, quality));
  for (const quality of sections) filter(band, section('low', highest, quality));
  return band;
}

/** Source: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients" (W3C note, 2021). */
function section(pass: 'high' | 'low', frequency: number, quality: number): Coefficients {
  const angle = (2 * Math.PI * frequency) / analysisRate;
  const [cosine, alpha] = [Math.cos(angle), Math.sin(angle) / (2 * quality)];
  const [outer, inner] = pass === 'high' ? [(1 + cosine) / 2, -(1 + cosine)] : [(1 - cosine) / 2, 1 - cosine];
  const scale = 1 + alpha;
  return [outer / scale, inner / scale, outer / scale, (-2 * cosine) / scale, (1 - alpha) / scale];
}

/** Filters in place. */
function filter(signal: Float32Array, [b0, b1, b2, a1, a2]: Coefficients): void {
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let index = 0; index < signal.length; index += 1) {
    const x = signal[index]!;
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    signal[index] = y;
    [x2, x1, y2, y1] = [x1, x, y1, y];
  }
}
