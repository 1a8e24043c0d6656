import { hasSound } from './sample-buffer.js';

/** Minimum rate of the result in Hz: speech is measured below 8 kHz, and a rate twice this high holds no more of it. */
const minResultRate = 40_000;
/** Taps on each side, in samples of the result: 80 dB of attenuation with Kaiser's window. */
const reach = 16;
const kaiserBeta = 7.857;
/** Middle of the transition band relative to the Nyquist frequency of the result. */
const cutoff = 0.84;

/**
 * Divides a sample rate of 80 kHz or more by an integer, block by block, behind a low-pass filter (windowed sinc;
 * Kaiser & Schafer 1980). The result has 40 to 80 kHz, is flat up to 13 kHz and starts at the same time.
 */
export class Decimator {
  private readonly taps: Float64Array;
  /** Samples that later results need. The first one lies half a filter before the next result. */
  private pending: Float32Array;

  private constructor(readonly factor: number) {
    this.taps = lowPass(factor);
    this.pending = new Float32Array((this.taps.length - 1) / 2);
  }

  /** Returns undefined when the rate is below 80 kHz. */
  static for(sampleRate: number): Decimator | undefined {
    const most = Math.floor(sampleRate / minResultRate);
    if (most < 2) return undefined;
    let factor = most;
    // A factor with an integer result is preferred, so that the reported rate is exact.
    while (sampleRate % factor !== 0 && sampleRate / (factor - 1) < 2 * minResultRate) factor--;
    return new Decimator(sampleRate % factor === 0 ? factor : most);
  }

  push(block: Float32Array): Float32Array {
    const { factor, taps } = this;
    const input = new Float32Array(this.pending.length + block.length);
    input.set(this.pending);
    input.set(block, this.pending.length);
    const count = Math.max(0, Math.floor((input.length - taps.length) / factor) + 1);
    const output = new Float32Array(count);
    // Digital silence stays silence. Files of it are tiny, and the filter would be most of what they cost.
    if (hasSound(input))
      for (let index = 0; index < count; index++) output[index] = weighted(input, index * factor, taps);
    this.pending = input.slice(count * factor);
    return output;
  }

  /** Returns the last samples, as if silence followed the recording. */
  flush(): Float32Array {
    return this.push(new Float32Array((this.taps.length - 1) / 2));
  }
}

/** The taps are symmetric about the middle one, so each is multiplied once. */
function weighted(input: Float32Array, from: number, taps: Float64Array): number {
  const half = taps.length >> 1;
  let sum = taps[half]! * input[from + half]!;
  for (let tap = 0, other = from + taps.length - 1; tap < half; tap++, other--)
    sum += taps[tap]! * (input[from + tap]! + input[other]!);
  return sum;
}

function lowPass(factor: number): Float64Array {
  const half = reach * factor;
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, index) => {
    const time = index - half;
    const x = (Math.PI * cutoff * time) / factor;
    const sinc = time === 0 ? 1 : Math.sin(x) / x;
    return sinc * besselI0(kaiserBeta * Math.sqrt(1 - (time / half) ** 2));
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}

/** Modified Bessel function of order 0, as its power series (Abramowitz & Stegun, 9.6.12). */
function besselI0(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
