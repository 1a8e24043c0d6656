import { RealFft } from '../signal/real-fft.js';
import { analysisRate, frameCentre, frameStep } from '../signal/analysis-signal.js';
import type { Interval } from './silences.js';

/** Shape of the spectrum of the sounding parts. */
export interface SpectrumShape {
  /** Spectral entropy, 0 (one tone) to 1 (white noise), mean over the frames. */
  readonly entropy: number;
  /** Level from 1 to 4 kHz minus level from 0 to 1 kHz, in dB. It is lower in breathy and soft voices. */
  readonly tiltDecibels: number;
}

/** Window length: 32 ms at `analysisRate`. */
const windowSize = 512;
const binWidth = analysisRate / windowSize;

/** Upper limit in Hz, the limit of telephone-band recordings too, so that recordings remain comparable. */
const highest = 4_000;
const border = 1_000;

/**
 * Returns spectral entropy and tilt of the sounding parts. Entropy: that of the normalised power spectrum up to 4 kHz,
 * relative to that of an even spectrum (Misra et al. 2004, "Spectral entropy based feature for robust ASR"). Tilt:
 * difference between the mean power densities of the long-term average spectrum. Praat: `Get slope: 0, 1000, 1000,
 * 4000, "energy"` on `To Ltas: …` of the sounding parts.
 * @param signal at `analysisRate`
 * @returns null when nothing sounds
 */
export function spectrumShape(signal: Float32Array, sounding: readonly Interval[]): SpectrumShape | null {
  const fft = new RealFft(windowSize);
  const window = Float64Array.from({ length: windowSize }, (_, index) => {
    return 0.5 - 0.5 * Math.cos((2 * Math.PI * (index + 0.5)) / windowSize);
  });
  const sums = { entropy: 0, low: 0, high: 0 };
  let frames = 0;
  for (const { start, end } of sounding) {
    for (let frame = Math.floor(start / frameStep); frame < Math.floor(end / frameStep); frame += 1) {
      const from = frameCentre(frame) - windowSize / 2;
      for (let index = 0; index < windowSize; index += 1) {
        fft.input[index] = (signal[from + index] ?? 0) * window[index]!;
      }
      fft.forward();
      if (addFrame(fft.spectrum, sums)) frames += 1;
    }
  }
  if (frames === 0 || sums.low === 0) return null;
  const perHertz = sums.high / (highest - border) / (sums.low / border);
  return { entropy: sums.entropy / frames, tiltDecibels: 10 * Math.log10(Math.max(perHertz, 1e-12)) };
}

/** Adds a frame's entropy and its energies below and above the border. @returns false for a frame without energy */
function addFrame(spectrum: Float64Array, sums: { entropy: number; low: number; high: number }): boolean {
  const last = highest / binWidth;
  let [total, weighted, low] = [0, 0, 0];
  for (let bin = 1; bin <= last; bin += 1) {
    const power = spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
    total += power;
    if (power > 0) weighted += power * Math.log(power);
    if (bin * binWidth < border) low += power;
  }
  if (total <= 0) return false;
  sums.entropy += (Math.log(total) - weighted / total) / Math.log(last);
  sums.low += low;
  sums.high += total - low;
  return true;
}
