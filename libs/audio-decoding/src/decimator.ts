/** Speech is measured below 8 kHz: nothing is gained by keeping more than twice as many samples as this, in Hz. */
const lowestResult = 40_000;
/** Taps on either side of the middle, in samples of the result: 80 dB of Kaiser's window over the transition band. */
const reach = 16;
const kaiserBeta = 7.857;
/** Middle of the transition, as a share of the result's Nyquist frequency. */
const cutoff = 0.84;

/**
 * Lowers a sample rate of 80 kHz or more by a whole number, block by block, behind a low-pass filter (windowed sinc;
 * Kaiser & Schafer 1980). The result lies between 40 and 80 kHz, is flat up to 13 kHz and begins at the same instant.
 */
export class Decimator {
  private readonly taps: Float64Array;
  /** Samples that later results still need; their first one is `behind` samples before the next result's middle. */
  private pending: Float32Array;

  private constructor(readonly factor: number) {
    this.taps = lowPass(factor);
    this.pending = new Float32Array((this.taps.length - 1) / 2);
  }

  /** None when the rate is low enough as it is. */
  static for(sampleRate: number): Decimator | undefined {
    const most = Math.floor(sampleRate / lowestResult);
    if (most < 2) return undefined;
    let factor = most;
    // A result of whole Hz is preferred, so that the rate that is told is exact.
    while (sampleRate % factor !== 0 && sampleRate / (factor - 1) < 2 * lowestResult) factor--;
    return new Decimator(sampleRate % factor === 0 ? factor : most);
  }

  push(block: Float32Array): Float32Array {
    const { factor, taps } = this;
    const input = new Float32Array(this.pending.length + block.length);
    input.set(this.pending);
    input.set(block, this.pending.length);
    const count = Math.max(0, Math.floor((input.length - taps.length) / factor) + 1);
    const output = new Float32Array(count);
    for (let index = 0; index < count; index++) output[index] = weighted(input, index * factor, taps);
    this.pending = input.slice(count * factor);
    return output;
  }

  /** What is left once the recording has ended, with silence behind it. */
  flush(): Float32Array {
    return this.push(new Float32Array((this.taps.length - 1) / 2));
  }
}

function weighted(input: Float32Array, from: number, taps: Float64Array): number {
  let sum = 0;
  for (let tap = 0; tap < taps.length; tap++) sum += taps[tap]! * input[from + tap]!;
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
