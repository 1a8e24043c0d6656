import { dotProduct } from './dot-product.js';

/** How the band is limited. */
export interface BandLimit {
  /** Zero crossings of the sinc on either side; more make a narrower transition band. */
  readonly zeroCrossings: number;
  /** Part of the lower Nyquist frequency at which the sound has fallen by half. */
  readonly cutoff: number;
}

/** About 80 dB of stop-band attenuation, and nothing folded back. */
const ordinary: BandLimit = { zeroCrossings: 16, cutoff: 0.95 };

/** Most different places between two samples that have a kernel of their own; other places use the nearest of them. */
const mostPhases = 2048;

/**
 * Changes the sample rate by band-limited interpolation with a Hann-windowed sinc (J. O. Smith, "Digital Audio
 * Resampling", 2002). What lies above the lower of the two Nyquist frequencies is removed, so nothing is folded back.
 * The places between two samples repeat for whole-numbered rates, and each has its kernel.
 * @param samples mono samples
 * @returns `samples` itself when the rates are equal
 */
export function resample(samples: Float32Array, fromRate: number, toRate: number, limit = ordinary): Float32Array {
  if (fromRate === toRate) return samples;
  const cutoff = limit.cutoff * Math.min(1, toRate / fromRate);
  const reach = Math.ceil(limit.zeroCrossings / cutoff);
  const phases = Math.min(mostPhases, toRate / greatestCommonDivisor(fromRate, toRate));
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

/** For each phase, the weights of the `reach` samples up to the place and of the `reach` samples after it. */
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
