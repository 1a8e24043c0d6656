/** A part of a recording that is read at once, and the inner part whose outputs are kept; in samples. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly keepFrom: number;
  readonly keepTo: number;
}

/** Window length in seconds: the time and memory of attention grow with the square of the length. */
const windowSeconds = 20;
/** Context on each side of a window, so that no word is cut. */
const contextSeconds = 2;
/** Minimum window: models need some frames. */
const shortestSeconds = 0.1;

export function windowsOf(length: number, rate: number): Window[] {
  const [part, context] = [windowSeconds * rate, contextSeconds * rate];
  const windows: Window[] = [];
  for (let keepFrom = 0; keepFrom < length; keepFrom += part) {
    const rest = length - keepFrom - part;
    const keepTo = rest < shortestSeconds * rate ? length : keepFrom + part;
    windows.push({ from: Math.max(0, keepFrom - context), to: Math.min(length, keepTo + context), keepFrom, keepTo });
    if (keepTo === length) break;
  }
  return windows;
}

/** Scales samples to mean 0 and variance 1, as wav2vec 2.0 was trained with (Baevski et al. 2020). */
export function normalised(samples: Float32Array): Float32Array {
  let [sum, squares] = [0, 0];
  for (const value of samples) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / samples.length;
  const deviation = Math.sqrt(Math.max(0, squares / samples.length - mean * mean) + 1e-7);
  return samples.map((value) => (value - mean) / deviation);
}
