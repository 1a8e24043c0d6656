import FFT from 'fft.js';

/** Smallest power of two that is not below a number. */
export function powerOfTwoFrom(least: number): number {
  let size = 2;
  while (size < least) size *= 2;
  return size;
}

/** Fourier transform of real input; its buffers are reused. */
export class RealFft {
  /** Input samples, written by the caller. */
  readonly input: Float64Array;
  /** Real and imaginary parts in turn, of the frequencies from 0 to half the sample rate. */
  readonly spectrum: Float64Array;
  private readonly fft: FFT;

  constructor(readonly size: number) {
    this.fft = new FFT(size);
    this.input = new Float64Array(size);
    this.spectrum = new Float64Array(2 * size);
  }

  /** Transforms `input` into `spectrum`. */
  forward(): void {
    this.fft.realTransform(this.spectrum, this.input);
  }

  /**
   * Replaces the spectrum by the circular autocorrelation of the input (Wiener–Khinchin). The power spectrum is real
   * and even, so a second forward transform is the inverse one. Lag k is at index 2k of `spectrum`, not normalised.
   */
  autocorrelate(): void {
    const { input, spectrum, size } = this;
    this.forward();
    for (let bin = 0; bin <= size / 2; bin += 1) {
      const power = spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
      input[bin] = power;
      if (bin > 0) input[size - bin] = power;
    }
    this.forward();
  }
}
