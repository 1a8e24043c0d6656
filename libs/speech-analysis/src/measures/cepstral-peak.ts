import { RealFft } from '../signal/real-fft.js';
import { resample } from '../signal/resample.js';
import { sampleBefore, shortTermFrames } from '../signal/short-term-frames.js';
import { parabolicMaximum } from '../signal/sinc-interpolation.js';

/** Praat's standard settings for PowerCepstrogram and CPPS, in Hz and seconds. */
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

/** Seconds between frames. Three frames are averaged, the outer ones with half weight: 20 ms, as in Praat. */
const timeStep = 0.01;

/**
 * Returns the smoothed cepstral peak prominence (CPPS) in dB, mean over the recording: the height of the cepstral peak
 * between 60 and 330 Hz above a straight line fitted to the cepstrum from 1 to 50 ms. Regular and strong voices have
 * more. Null for a recording shorter than one window.
 *
 * Source: J. Hillenbrand & R. A. Houde (1996), "Acoustic correlates of breathy vocal quality: dysphonic voices and
 * continuous speech", JSHR 39, 311–321; Praat manual, "PowerCepstrogram: Get CPPS...".
 * Praat: `To PowerCepstrogram: 60, 0.01, 5000, 50`, `Get CPPS: "no", 0.02, 0.0005, 60, 330, 0.05, "parabolic", 0.001,
 * 0.05, "Straight", "Least squares"`.
 */
export function cepstralPeakProminence(signal: Float32Array, sampleRate: number): number | null {
  const cepstra = new Cepstra(resample(signal, sampleRate, rate));
  if (cepstra.count === 0) return null;
  const average = new Float64Array(cepstrumSize);
  const smoothed = new Float64Array(cepstrumSize);
  let sum = 0;
  for (let frame = 0; frame < cepstra.count; frame += 1) {
    const before = cepstra.at(Math.max(0, frame - 1));
    const now = cepstra.at(frame);
    const after = cepstra.at(Math.min(cepstra.count - 1, frame + 1));
    for (let index = 0; index < cepstrumSize; index += 1) {
      average[index] = (before[index]! + 2 * now[index]! + after[index]!) / 4;
    }
    smoothInto(smoothed, average);
    sum += prominence(smoothed);
  }
  return sum / cepstra.count;
}

const rate = 2 * settings.highestFrequency;
const windowLength = Math.floor((2 * 3 * rate) / settings.floor);
const fftSize = 1024;
const emphasis = Math.exp((-2 * Math.PI * settings.preEmphasisFrom) / rate);
const cepstrumSize = fftSize / 2 + 1;

/**
 * Power cepstra, frame by frame: the squared Fourier transform of the log power spectrum. Keeps only the latest three,
 * so that memory does not grow with the recording.
 */
class Cepstra {
  readonly count: number;
  private readonly start: number;
  private readonly fft = new RealFft(fftSize);
  private readonly window = gaussianWindow();
  private readonly kept = Array.from({ length: 3 }, () => ({ frame: -1, values: new Float64Array(cepstrumSize) }));

  /** @param sound samples at `rate` */
  constructor(private readonly sound: Float32Array) {
    const { count, start } = shortTermFrames(sound.length, rate, windowLength / rate, timeStep);
    this.count = count;
    this.start = start;
  }

  /** Returns the cepstrum of a frame; valid until frame + 3 is asked for. */
  at(frame: number): Float64Array {
    const slot = this.kept[frame % 3]!;
    if (slot.frame !== frame) {
      this.fillFrame(frame);
      powerCepstrum(this.fft, slot.values);
      slot.frame = frame;
    }
    return slot.values;
  }

  private fillFrame(frame: number): void {
    const { sound, fft, window } = this;
    const start = sampleBefore(this.start + frame * timeStep, rate) + 1 - windowLength / 2;
    fft.input.fill(0);
    for (let index = 0; index < windowLength; index += 1) {
      const at = start + index;
      fft.input[index] = ((sound[at] ?? 0) - emphasis * (sound[at - 1] ?? 0)) * window[index]!;
    }
    fft.forward();
  }
}

/** Converts the spectrum of a frame into its power cepstrum. */
function powerCepstrum(fft: RealFft, cepstrum: Float64Array): void {
  const half = fftSize / 2;
  for (let bin = 0; bin <= half; bin += 1) {
    const power = fft.spectrum[2 * bin]! ** 2 + fft.spectrum[2 * bin + 1]! ** 2;
    const level = Math.log(power / rate / rate + 1e-300);
    fft.input[bin] = level;
    if (bin > 0) fft.input[fftSize - bin] = level;
  }
  fft.forward();
  for (let index = 0; index < cepstrumSize; index += 1) cepstrum[index] = (fft.spectrum[2 * index]! / rate) ** 2;
}

/** Moving average along the quefrency axis, in power; the result is in dB. */
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

/** Height of the peak above the least-squares line, in dB. */
function prominence(levels: Float64Array): number {
  let peak = Math.ceil(settings.peakFrom * rate);
  for (let index = peak; index <= settings.peakTo * rate; index += 1) if (levels[index]! > levels[peak]!) peak = index;
  const maximum = { place: 0, value: 0 };
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
