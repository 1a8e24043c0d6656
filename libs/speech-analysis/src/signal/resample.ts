import { dotProduct } from './dot-product.js';

/** Low-pass filter of the resampling. */
interface BandLimit {
  /** Zero crossings of the sinc on each side; more make the transition band narrower. */
  readonly zeroCrossings: number;
  /** Cutoff (−6 dB) relative to the lower Nyquist frequency. */
  readonly cutoff: number;
}

/** About 80 dB of stop-band attenuation, no aliasing. */
const ordinary: BandLimit = { zeroCrossings: 16, cutoff: 0.95 };

/** Maximum number of interpolation phases with their own kernel; other places use the nearest one. */
const maxPhases = 2048;

/**
 * Changes the sample rate by band-limited interpolation with a Hann-windowed sinc (J. O. Smith, "Digital Audio
 * Resampling", 2002). It removes everything above the lower Nyquist frequency. For integer rates the interpolation
 * phases repeat, and each has its kernel.
 * @param samples mono samples
 * @returns `samples` itself when the rates are equal
 */
export function resample(samples: Float32Array, fromRate: number, toRate: number, limit = ordinary): Float32Array {
  if (fromRate === toRate) return samples;
  const cutoff = limit.cutoff * Math.min(1, toRate / fromRate);
  const reach = Math.ceil(limit.zeroCrossings / cutoff);
  const phases = Math.min(maxPhases, toRate / greatestCommonDivisor(fromRate, toRate));
  const kernels = phaseKernels(cutoff, reach, phases);
  const output = new Float32Array(Math.floor((samples.length * toRate) / fromRate));
  const padded = new Float64Array(samples.length + 2 * reach + 2);
  padded.set(samples, reach);
  for (let index = 0; index < output.length; index += 1) {
    const place = (index * fromRate) / toRate;
    let whole = Math.floor(place);
    let phase = Math.round((place - whole) * phases);
    if (phase === phases) [whole, phase] = [whole + 1, 0];
    output[index] = dotProduct(padded, whole + 1, kernels, phase * 2 * reach, 2 * reach);
  }
  return output;
}

/** For each phase, the weights of the `reach` samples before and the `reach` samples after the place. */
function phaseKernels(cutoff: number, reach: number, phases: number): Float64Array {
  const kernels = new Float64Array(phases * 2 * reach);
  for (let index = 0; index < kernels.length; index += 1) {
    const phase = Math.floor(index / (2 * reach)) / phases;
    const distance = (index % (2 * reach)) - reach + 1 - phase;
    if (Math.abs(distance) >= reach) continue;
    const angle = Math.PI * cutoff * distance;
    const sinc = distance === 0 ? 1 : Math.sin(angle) / angle;
    kernels[index] = cutoff * sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / reach));
  }
  return kernels;
}

function greatestCommonDivisor(one: number, other: number): number {
  return other < 1 ? one : greatestCommonDivisor(other, one % other);
}
