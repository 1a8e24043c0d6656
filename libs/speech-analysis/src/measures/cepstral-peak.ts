import { RealFft } from '../signal/real-fft.js';
import { resample } from '../signal/resample.js';
import { sampleBefore, shortTermFrames } from '../signal/short-term-frames.js';
import { parabolicMaximum } from '../signal/sinc-interpolation.js';

/** Praat's standard values for the PowerCepstrogram and its CPPS: Hz and seconds. */
const settings = {
  floor: 60,
  highestFrequency: 5_000,
  preEmphasisFrom: 50,
  peakFrom: 1 / 330,
  peakTo: 1 / 60,
  trendFrom: 0.001,
  trendTo: 0.05,
  quefrencySmoothing: 0.0005,
} as const;

/** Seconds between two frames, and how many of them are averaged: the 20 ms that Praat averages over. */
const timeStep = 0.01;

/**
 * Smoothed cepstral peak prominence in dB, mean over the recording: how far the cepstral peak in the range of the voice
 * (60–330 Hz) rises above a straight line fitted to the cepstrum from 1 to 50 ms. Regular, strong voices have more.
 * Null for a recording too short for one window.
 *
 * Source: J. Hillenbrand & R. A. Houde (1996), "Acoustic correlates of breathy vocal quality: dysphonic voices and
 * continuous speech", JSHR 39, 311–321; Praat manual, "PowerCepstrogram: Get CPPS...".
 * Praat: `To PowerCepstrogram: 60, 0.01, 5000, 50`, `Get CPPS: "no", 0.02, 0.0005, 60, 330, 0.05, "parabolic", 0.001,
 * 0.05, "Straight", "Least squares"`.
 */
export function cepstralPeakProminence(signal: Float32Array, sampleRate: number): number | null {
  const cepstrogram = smoothedInTime(cepstrogramOf(signal, sampleRate));
  const smoothed = new Float64Array(cepstrumSize);
  let sum = 0;
  for (const cepstrum of cepstrogram) {
    smoothInto(smoothed, cepstrum);
    sum += prominence(smoothed);
  }
  return cepstrogram.length > 0 ? sum / cepstrogram.length : null;
}

const rate = 2 * settings.highestFrequency;
const windowLength = Math.floor((2 * 3 * rate) / settings.floor);
const fftSize = 1024;
const cepstrumSize = fftSize / 2 + 1;

/** Power cepstra of all frames: the squared Fourier transform of the logarithmic power spectrum. */
function cepstrogramOf(signal: Float32Array, sampleRate: number): Float64Array[] {
  const sound = resample(signal, sampleRate, rate);
  const frames = shortTermFrames(sound.length, rate, windowLength / rate, timeStep);
  const fft = new RealFft(fftSize);
  const window = gaussianWindow();
  const emphasis = Math.exp((-2 * Math.PI * settings.preEmphasisFrom) / rate);
  return Array.from({ length: frames.count }, (_, frame) => {
    const start = sampleBefore(frames.start + frame * frames.step, rate) + 1 - windowLength / 2;
    fft.input.fill(0);
    for (let index = 0; index < windowLength; index += 1) {
      const at = start + index;
      fft.input[index] = ((sound[at] ?? 0) - emphasis * (sound[at - 1] ?? 0)) * window[index]!;
    }
    fft.forward();
    return powerCepstrum(fft);
  });
}

function powerCepstrum(fft: RealFft): Float64Array {
  const half = fftSize / 2;
  for (let bin = 0; bin <= half; bin += 1) {
    const power = fft.spectrum[2 * bin]! ** 2 + fft.spectrum[2 * bin + 1]! ** 2;
    const level = Math.log(power / rate / rate + 1e-300);
    fft.input[bin] = level;
    if (bin > 0) fft.input[fftSize - bin] = level;
  }
  fft.forward();
  const cepstrum = new Float64Array(cepstrumSize);
  for (let index = 0; index < cepstrumSize; index += 1) cepstrum[index] = (fft.spectrum[2 * index]! / rate) ** 2;
  return cepstrum;
}

function smoothedInTime(cepstrogram: readonly Float64Array[]): Float64Array[] {
  return cepstrogram.map((now, frame) => {
    const [before, after] = [cepstrogram[frame - 1] ?? now, cepstrogram[frame + 1] ?? now];
    return now.map((value, index) => (before[index]! + 2 * value + after[index]!) / 4);
  });
}

/** Moving average along the quefrency, in power, then in dB. */
function smoothInto(smoothed: Float64Array, cepstrum: Float64Array): void {
  const half = Math.floor((settings.quefrencySmoothing * rate) / 2);
  const last = cepstrum.length - 1;
  let sum = 0;
  for (let at = 0; at < half; at += 1) sum += cepstrum[at]!;
  for (let index = 0; index <= last; index += 1) {
    if (index + half <= last) sum += cepstrum[index + half]!;
    if (index - half > 0) sum -= cepstrum[index - half - 1]!;
    const count = Math.min(last, index + half) - Math.max(0, index - half) + 1;
    smoothed[index] = 10 * Math.log10(Math.max(sum, 0) / count + 1e-30);
  }
}

const maximum = { place: 0, value: 0 };

/** Height of the peak above the line of least squares, in dB. */
function prominence(levels: Float64Array): number {
  let peak = Math.ceil(settings.peakFrom * rate);
  for (let index = peak; index <= settings.peakTo * rate; index += 1) if (levels[index]! > levels[peak]!) peak = index;
  parabolicMaximum(levels[peak - 1]!, levels[peak]!, levels[peak + 1]!, maximum);
  const isInside = Math.abs(maximum.place) <= 1;
  const [place, value] = isInside ? [peak + maximum.place, maximum.value] : [peak, levels[peak]!];
  return value - trendAt(levels, place);
}

function trendAt(levels: Float64Array, place: number): number {
  const [from, to] = [Math.ceil(settings.trendFrom * rate), Math.floor(settings.trendTo * rate)];
  const count = to - from + 1;
  const middle = (from + to) / 2;
  let [sum, product] = [0, 0];
  for (let index = from; index <= to; index += 1) {
    sum += levels[index]!;
    product += (index - middle) * levels[index]!;
  }
  return sum / count + (place - middle) * (product / ((count * (count * count - 1)) / 12));
}

function gaussianWindow(): Float64Array {
  const edge = Math.exp(-12);
  return Float64Array.from({ length: windowLength }, (_, index) => {
    const place = (index - (windowLength - 1) / 2) / (windowLength + 1);
    return (Math.exp(-48 * place * place) - edge) / (1 - edge);
  });
}
