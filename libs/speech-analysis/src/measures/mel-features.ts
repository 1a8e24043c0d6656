import FFT from 'fft.js';
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

/** Dynamic range kept below each band's loudest frame, in dB: fainter than this is the room, not the voice. */
const bandRange = 45;

/** How far a band is taken to be noise: its quietest tenth, which in speech are the pauses. */
const noiseQuantile = 0.1;

/**
 * Mel-frequency cepstral coefficients 1–12 and their slopes per frame of 10 ms, row after row. The level drops out
 * (coefficient 0 is left out), each band's noise floor is subtracted, and each coefficient's mean over the given
 * frames is removed, which takes out the microphone (Davis & Mermelstein 1980; cepstral mean subtraction: Atal 1974;
 * spectral subtraction: Boll 1979).
 */
export function melFeatures(signal: Float32Array, from: number, to: number): Float64Array {
  const energies = bandEnergies(signal, from, to);
  subtractNoise(energies);
  const cepstrum = cosineTransform(energies);
  removeMean(cepstrum, cepstra);
  return withSlopes(cepstrum);
}

const mel = (frequency: number): number => 2595 * Math.log10(1 + frequency / 700);
const hertz = (value: number): number => 700 * (10 ** (value / 2595) - 1);

/** Triangular filters as (first bin, weights). */
const filters = Array.from({ length: bands }, (_, band) => {
  const edge = (index: number): number =>
    hertz(mel(lowestBand) + ((mel(highestBand) - mel(lowestBand)) * index) / (bands + 1));
  const bin = (frequency: number): number => (frequency * fftSize) / analysisRate;
  const [left, centre, right] = [bin(edge(band)), bin(edge(band + 1)), bin(edge(band + 2))];
  const first = Math.ceil(left);
  const weights = Array.from({ length: Math.floor(right) - first + 1 }, (_value, index) => {
    const at = first + index;
    return at <= centre ? (at - left) / (centre - left) : (right - at) / (right - centre);
  });
  return { first, weights };
});

function bandEnergies(signal: Float32Array, from: number, to: number): Float64Array {
  const frames = Math.min(to, frameCount(signal.length)) - from;
  const energies = new Float64Array(Math.max(0, frames) * bands);
  const fft = new FFT(fftSize);
  const time = new Float64Array(fftSize);
  const spectrum = new Float64Array(fftSize * 2);
  for (let frame = 0; frame < frames; frame += 1) {
    const start = frameCentre(from + frame) - windowSize / 2;
    for (let index = 0; index < windowSize; index += 1) {
      const hamming = 0.54 - 0.46 * Math.cos((2 * Math.PI * index) / (windowSize - 1));
      const emphasised = (signal[start + index] ?? 0) - 0.97 * (signal[start + index - 1] ?? 0);
      time[index] = emphasised * hamming;
    }
    fft.realTransform(spectrum, time);
    for (let band = 0; band < bands; band += 1) energies[frame * bands + band] = filterEnergy(spectrum, band);
  }
  return energies;
}

function filterEnergy(spectrum: Float64Array, band: number): number {
  const filter = filters[band];
  if (!filter) return 0;
  let energy = 0;
  for (let index = 0; index < filter.weights.length; index += 1) {
    const bin = filter.first + index;
    const [real, imaginary] = [spectrum[2 * bin] ?? 0, spectrum[2 * bin + 1] ?? 0];
    energy += (filter.weights[index] ?? 0) * (real * real + imaginary * imaginary);
  }
  return energy;
}

/** Subtracts each band's noise and turns the rest into decibels above a floor below the band's loudest frame. */
function subtractNoise(energies: Float64Array): void {
  const frames = energies.length / bands;
  for (let band = 0; band < bands; band += 1) {
    const column = Float64Array.from({ length: frames }, (_, frame) => energies[frame * bands + band] ?? 0);
    const sorted = column.toSorted();
    const noise = sorted[Math.floor(frames * noiseQuantile)] ?? 0;
    const loudest = Math.max(sorted.at(-1) ?? 0, 1e-12);
    const floor = loudest * 10 ** (-bandRange / 10);
    for (let frame = 0; frame < frames; frame += 1) {
      const clean = Math.max((column[frame] ?? 0) - noise, floor);
      energies[frame * bands + band] = Math.log(clean);
    }
  }
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
