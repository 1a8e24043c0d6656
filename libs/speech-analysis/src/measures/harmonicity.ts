import FFT from 'fft.js';
import { interpolationDepth, parabolicMaximum, refineMaximum, type Maximum } from '../signal/sinc-interpolation.js';
import { powerOfTwoFrom, RealFft } from '../signal/real-fft.js';
import { sampleBefore, shortTermFrames, type Track } from '../signal/short-term-frames.js';
import { globalPeak, localMean, unvoicedStrength } from './pitch/local-level.js';

/** Praat's standard settings for "Sound: To Harmonicity (cc)...": Hz, seconds, and a share of the recording's peak. */
const settings = { floor: 75, timeStep: 0.01, silenceThreshold: 0.1 } as const;

/** Value of a silent frame. */
const silent = -200;

/**
 * Returns the harmonics-to-noise ratio in dB per frame of 10 ms, −200 where silent: 10·log₁₀(r / (1 − r)), where r is
 * the highest normalised cross-correlation between the sound of one longest period and the sound after it.
 *
 * Source: Boersma (1993), section 4, with the forward cross-correlation of the Praat manual ("Sound: To Harmonicity
 * (cc)..."); the products are computed by Fourier transform.
 * Praat: `To Harmonicity (cc): 0.01, 75, 0.1, 1`.
 */
export function harmonicityTrack(signal: Float32Array, sampleRate: number): Track {
  const { floor, timeStep, silenceThreshold } = settings;
  const frames = shortTermFrames(signal.length, sampleRate, 2 / floor, timeStep);
  const values = new Float64Array(frames.count).fill(silent);
  const peak = globalPeak(signal, sampleRate);
  if (peak === 0) return { ...frames, values };
  const correlation = new ForwardCorrelation(signal, sampleRate);
  for (let frame = 0; frame < frames.count; frame += 1) {
    const level = correlation.compute(frames.start + frame * frames.step) / peak;
    const strength = highestMaximum(correlation.values, correlation.reach, interpolationDepth(sampleRate));
    if (strength > unvoicedStrength(level, silenceThreshold, 0)) values[frame] = ratioOf(strength);
  }
  return { ...frames, values };
}

/** Mean of the frames that are not silent, in dB; null when all are silent. Praat: `Get mean: 0, 0`. */
export function meanHarmonicity(track: Track): number | null {
  let [sum, count] = [0, 0];
  for (const value of track.values) {
    if (value === silent) continue;
    sum += value;
    count += 1;
  }
  return count > 0 ? sum / count : null;
}

function ratioOf(strength: number): number {
  if (strength > 1 - 1e-15) return 150;
  return strength <= 1e-15 ? -150 : 10 * Math.log10(strength / (1 - strength));
}

/**
 * Normalised correlation between one longest period and the parts of equal length that begin up to one period later.
 */
class ForwardCorrelation {
  /** Correlation at the lags −`reach` to `reach`, lag 0 in the middle. */
  readonly values: Float64Array;
  readonly reach: number;
  private readonly size: number;
  private readonly fft: FFT;
  private readonly inverse: RealFft;
  private readonly pair: Float64Array;
  private readonly spectrum: Float64Array;

  constructor(
    private readonly signal: Float32Array,
    private readonly sampleRate: number,
  ) {
    this.size = 2 * (Math.floor(Math.floor(sampleRate / settings.floor) / 2) - 1);
    this.reach = Math.floor(this.size) + 2;
    this.values = new Float64Array(2 * this.reach + 1);
    const fftSize = powerOfTwoFrom(this.size + this.reach);
    this.fft = new FFT(fftSize);
    this.inverse = new RealFft(fftSize);
    this.pair = new Float64Array(2 * fftSize);
    this.spectrum = new Float64Array(2 * fftSize);
  }

  /** Computes `values` for the frame at `time`. @returns the peak of the signal near it */
  compute(time: number): number {
    const mean = localMean(this.signal, this.sampleRate, time, settings.floor);
    const peak = this.fillPair(time, mean);
    this.sumProducts();
    this.normalise();
    return peak;
  }

  /** Stores the first part as real and the whole span as imaginary numbers: one transform serves both. */
  private fillPair(time: number, mean: number): number {
    const { signal, sampleRate, size, reach, pair } = this;
    const start = Math.max(0, sampleBefore(time - 1 / settings.floor, sampleRate));
    pair.fill(0);
    for (let index = 0; index < size + reach; index += 1) {
      const sample = signal[start + index];
      const value = sample === undefined ? 0 : sample - mean;
      if (index < size) pair[2 * index] = value;
      pair[2 * index + 1] = value;
    }
    return peakAround(signal, sampleRate, time, mean);
  }

  /**
   * Correlates in the frequency domain: P = conj(X)·Y, both taken from the transform Z of x + iy by symmetry. The
   * inverse of the Hermitian P is computed by a real transform of Re P + Im P, as the sum of its real and imaginary
   * parts.
   */
  private sumProducts(): void {
    const { spectrum, inverse } = this;
    const count = inverse.size;
    this.fft.transform(spectrum, this.pair);
    for (let bin = 0; bin < count; bin += 1) {
      const mirror = (count - bin) & (count - 1);
      const real = spectrum[2 * bin]!;
      const imaginary = spectrum[2 * bin + 1]!;
      const mirrorReal = spectrum[2 * mirror]!;
      const mirrorImaginary = spectrum[2 * mirror + 1]!;
      const xReal = real + mirrorReal;
      const xImaginary = imaginary - mirrorImaginary;
      const yReal = imaginary + mirrorImaginary;
      const yImaginary = mirrorReal - real;
      const productReal = xReal * yReal + xImaginary * yImaginary;
      const productImaginary = xReal * yImaginary - xImaginary * yReal;
      inverse.input[bin] = (productReal + productImaginary) / 4;
    }
    inverse.forward();
  }

  private normalise(): void {
    const { values, reach, size, pair, inverse } = this;
    let first = 0;
    for (let index = 0; index < size; index += 1) first += pair[2 * index + 1]! ** 2;
    let second = first;
    values[reach] = 1;
    for (let lag = 1; lag <= reach; lag += 1) {
      second += pair[2 * (lag + size) - 1]! ** 2 - pair[2 * lag - 1]! ** 2;
      const product = (inverse.spectrum[2 * lag]! + inverse.spectrum[2 * lag + 1]!) / inverse.size;
      const energy = first * second;
      const value = energy > 0 ? product / Math.sqrt(energy) : 0;
      values[reach + lag] = value;
      values[reach - lag] = value;
    }
  }
}

function peakAround(signal: Float32Array, sampleRate: number, time: number, mean: number): number {
  const near = Math.floor(Math.floor(sampleRate / settings.floor) / 2) + 1;
  const left = sampleBefore(time, sampleRate);
  let peak = 0;
  const to = Math.min(signal.length - 1, left + near);
  for (let index = Math.max(0, left + 1 - near); index <= to; index += 1) {
    peak = Math.max(peak, Math.abs(signal[index]! - mean));
  }
  return peak;
}

/** Margin below the highest parabola within which local maxima are interpolated fully. */
const candidateMargin = 0.15;

/** Returns the highest maximum of the interpolated correlation, as 1 / value above 1; 0 when there is none above 0. */
function highestMaximum(values: Float64Array, reach: number, depth: number): number {
  const maximum = { place: 0, value: 0 };
  let highest = 0;
  for (let lag = 2; lag < reach - 1; lag += 1) highest = Math.max(highest, heightAt(values, reach + lag, maximum));
  if (highest <= 0) return 0;
  let best = 0;
  for (let lag = 2; lag < reach - 1; lag += 1) {
    const height = heightAt(values, reach + lag, maximum);
    if (height <= 0 || height < highest - candidateMargin) continue;
    refineMaximum(values, reach + lag, depth, maximum);
    best = Math.max(best, maximum.value > 1 ? 1 / maximum.value : maximum.value);
  }
  return best;
}

/** Height of the parabola at a local maximum; −1 where there is none. */
function heightAt(values: Float64Array, index: number, maximum: Maximum): number {
  const before = values[index - 1]!;
  const value = values[index]!;
  const after = values[index + 1]!;
  if (value <= 0 || value <= before || value < after) return -1;
  parabolicMaximum(before, value, after, maximum);
  return maximum.value;
}
