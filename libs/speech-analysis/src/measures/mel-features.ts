import { RealFft } from '../signal/real-fft.js';
import { analysisRate, frameCentre, frameCount } from '../signal/analysis-signal.js';

/** Coefficients per frame: cepstral coefficients 1–12 and their slopes; 0, the level, is left out. */
const cepstra = 12;
export const featureSize = 2 * cepstra;

/** Samples of a frame's window: 25 ms, the usual compromise between time and frequency for speech. */
const windowSize = 400;
const fftSize = 512;

/**
 * Mel bands (O'Shaughnessy's scale) from 100 to 3 800 Hz: what a telephone, a cheap microphone and a studio have in
 * common, so that the channel does not decide about the score.
 */
const bands = 23;
const lowestBand = 100;
const highestBand = 3_800;

/** Quantiles of a band's energy that stand for its loud moments and, in the pauses, for the room. */
const loudQuantile = 0.95;
const noiseQuantile = 0.1;

/** The mean of a noisy band's energy is about this many times its quietest tenth (measured on white noise, 25 ms). */
const noiseBias = 2;

/** Deepest floor that is kept below a band's loud moments (as a ratio of energies, 30 dB): fainter is never speech. */
const deepestFloor = 1e-3;

/**
 * Mel-frequency cepstral coefficients 1–12 and their slopes per frame of 10 ms, row after row, of two recordings made
 * comparable: the level drops out (coefficient 0 is left out, each band is taken relative to its loud moments), and in
 * each band whatever is below the noise of the noisier recording is masked in both, so that a noisy room hides the
 * same things on either side instead of making them different. Sources: Davis & Mermelstein (1980) for the
 * coefficients; Holmes & Sedgwick (1986), "Noise compensation for speech recognition using probabilistic models", for
 * masking; Atal (1974) for the removal of the cepstral mean, which takes out the microphone.
 */
export function comparableFeatures(one: PowerSpectra, other: PowerSpectra, warp = 1): [Float64Array, Float64Array] {
  const energies = [smoothed(bandEnergies(one, melFilters(warp))), smoothed(bandEnergies(other, melFilters(1)))];
  const [first = new Float64Array(), second = new Float64Array()] = energies;
  for (let band = 0; band < bands; band += 1) {
    const [a, b] = [bandStatistics(first, band), bandStatistics(second, band)];
    const floor = Math.max(a.noise / a.loud, b.noise / b.loud, deepestFloor);
    mask(first, band, a, floor);
    mask(second, band, b, floor);
  }
  return [featuresOf(first), featuresOf(second)];
}

/** Power spectra of some frames, row after row; they serve every warp. */
export type PowerSpectra = Float32Array;

/** Bins of a row: up to half the sample rate. */
const bins = fftSize / 2 + 1;

/** The frames `from` to `to` of a signal. */
export interface Excerpt {
  readonly signal: Float32Array;
  readonly from: number;
  readonly to: number;
}

function featuresOf(logEnergies: Float64Array): Float64Array {
  const cepstrum = cosineTransform(logEnergies);
  removeMean(cepstrum, cepstra);
  return withSlopes(cepstrum);
}

interface BandStatistics {
  readonly loud: number;
  readonly noise: number;
}

function bandStatistics(energies: Float64Array, band: number): BandStatistics {
  const frames = energies.length / bands;
  const sorted = Float64Array.from({ length: frames }, (_, frame) => energies[frame * bands + band] ?? 0).sort();
  const loud = Math.max(sorted[Math.floor((frames - 1) * loudQuantile)] ?? 0, 1e-15);
  const noise = noiseBias * (sorted[Math.floor((frames - 1) * noiseQuantile)] ?? 0);
  return { loud, noise: Math.min(noise, loud / 2) };
}

/** Turns a band's energies into logarithms relative to its loud moments, above a floor that both recordings share. */
function mask(energies: Float64Array, band: number, { loud, noise }: BandStatistics, floor: number): void {
  for (let index = band; index < energies.length; index += bands) {
    const clean = Math.max(0, (energies[index] ?? 0) - noise) / loud;
    energies[index] = Math.log(clean + floor);
  }
}

/** Averages each band over three frames: noise evens out, speech changes more slowly. */
function smoothed(energies: Float64Array): Float64Array {
  return energies.map((energy, index) => {
    const [before, after] = [energies[index - bands] ?? energy, energies[index + bands] ?? energy];
    return (before + 2 * energy + after) / 4;
  });
}

const mel = (frequency: number): number => 2595 * Math.log10(1 + frequency / 700);
const hertz = (value: number): number => 700 * (10 ** (value / 2595) - 1);

interface Filter {
  readonly first: number;
  readonly weights: readonly number[];
}

/** Triangular filters, their frequencies scaled by `warp`. */
function melFilters(warp: number): Filter[] {
  return Array.from({ length: bands }, (_, band) => {
    const edge = (index: number): number =>
      hertz(mel(lowestBand) + ((mel(highestBand) - mel(lowestBand)) * index) / (bands + 1));
    const bin = (frequency: number): number => (warp * frequency * fftSize) / analysisRate;
    const [left, centre, right] = [bin(edge(band)), bin(edge(band + 1)), bin(edge(band + 2))];
    const first = Math.ceil(left);
    const weights = Array.from({ length: Math.floor(right) - first + 1 }, (_value, index) => {
      const at = first + index;
      return at <= centre ? (at - left) / (centre - left) : (right - at) / (right - centre);
    });
    return { first, weights };
  });
}

const hamming = Float64Array.from({ length: windowSize }, (_, index) => {
  return 0.54 - 0.46 * Math.cos((2 * Math.PI * index) / (windowSize - 1));
});

/** Power spectra of the frames of 25 ms, after pre-emphasis. */
export function powerSpectra({ signal, from, to }: Excerpt): PowerSpectra {
  const frames = Math.max(0, Math.min(to, frameCount(signal.length)) - from);
  const spectra = new Float32Array(frames * bins);
  const fft = new RealFft(fftSize);
  for (let frame = 0; frame < frames; frame += 1) {
    const start = frameCentre(from + frame) - windowSize / 2;
    fft.input.fill(0);
    for (let index = 0; index < windowSize; index += 1) {
      const emphasised = (signal[start + index] ?? 0) - 0.97 * (signal[start + index - 1] ?? 0);
      fft.input[index] = emphasised * hamming[index]!;
    }
    fft.forward();
    for (let bin = 0; bin < bins; bin += 1) {
      spectra[frame * bins + bin] = fft.spectrum[2 * bin]! ** 2 + fft.spectrum[2 * bin + 1]! ** 2;
    }
  }
  return spectra;
}

function bandEnergies(spectra: PowerSpectra, filters: readonly Filter[]): Float64Array {
  const frames = spectra.length / bins;
  const energies = new Float64Array(frames * bands);
  for (let band = 0; band < bands; band += 1) {
    const { first, weights } = filters[band]!;
    for (let frame = 0; frame < frames; frame += 1) {
      let energy = 0;
      for (let index = 0; index < weights.length; index += 1) {
        energy += weights[index]! * spectra[frame * bins + first + index]!;
      }
      energies[frame * bands + band] = energy;
    }
  }
  return energies;
}

const cosines = Float64Array.from({ length: cepstra * bands }, (_, index) => {
  const [coefficient, band] = [Math.floor(index / bands) + 1, index % bands];
  return Math.cos((Math.PI * coefficient * (band + 0.5)) / bands) * Math.sqrt(2 / bands);
});

function cosineTransform(logEnergies: Float64Array): Float64Array {
  const frames = logEnergies.length / bands;
  const cepstrum = new Float64Array(frames * cepstra);
  for (let frame = 0; frame < frames; frame += 1) {
    for (let coefficient = 0; coefficient < cepstra; coefficient += 1) {
      let sum = 0;
      for (let band = 0; band < bands; band += 1) {
        sum += (cosines[coefficient * bands + band] ?? 0) * (logEnergies[frame * bands + band] ?? 0);
      }
      cepstrum[frame * cepstra + coefficient] = sum;
    }
  }
  return cepstrum;
}

function removeMean(rows: Float64Array, width: number): void {
  const count = rows.length / width;
  for (let column = 0; column < width; column += 1) {
    let mean = 0;
    for (let row = 0; row < count; row += 1) mean += rows[row * width + column] ?? 0;
    mean /= Math.max(1, count);
    for (let row = 0; row < count; row += 1) rows[row * width + column] = (rows[row * width + column] ?? 0) - mean;
  }
}

/** Slopes over five frames by linear regression (Furui 1986), scaled to weigh about as much as the values. */
const slopeWeight = 2.5;

function withSlopes(cepstrum: Float64Array): Float64Array {
  const frames = cepstrum.length / cepstra;
  const features = new Float64Array(frames * featureSize);
  const at = (frame: number, coefficient: number): number =>
    cepstrum[Math.min(Math.max(frame, 0), frames - 1) * cepstra + coefficient] ?? 0;
  for (let frame = 0; frame < frames; frame += 1) {
    for (let coefficient = 0; coefficient < cepstra; coefficient += 1) {
      const slope = at(frame + 1, coefficient) - at(frame - 1, coefficient);
      const wider = 2 * (at(frame + 2, coefficient) - at(frame - 2, coefficient));
      features[frame * featureSize + coefficient] = at(frame, coefficient);
      features[frame * featureSize + cepstra + coefficient] = (slopeWeight * (slope + wider)) / 10;
    }
  }
  return features;
}
