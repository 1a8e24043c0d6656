import { RealFft } from '../signal/real-fft.js';
import { analysisRate, frameCentre } from '../signal/analysis-signal.js';

/** Window length in samples: 25 ms, the usual compromise between time and frequency resolution for speech. */
const windowSize = 400;
const fftSize = 512;

/**
 * Number of mel bands (O'Shaughnessy's scale) from 100 to 3 800 Hz: the range that telephones, cheap microphones and
 * studios share, so that the channel does not decide the score.
 */
export const bands = 23;
const lowestBand = 100;
const highestBand = 3_800;

/** Power spectra, row after row; one set serves every warp. */
export type PowerSpectra = Float32Array;

/** Bins per row: up to half the sample rate. */
const bins = fftSize / 2 + 1;

const mel = (frequency: number): number => 2595 * Math.log10(1 + frequency / 700);
const hertz = (value: number): number => 700 * (10 ** (value / 2595) - 1);

interface Filter {
  readonly first: number;
  readonly weights: readonly number[];
}

/** Triangular filters with frequencies scaled by `warp`. */
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

/**
 * Returns the power spectra of the given frames, 25 ms each, after pre-emphasis.
 * @param signal at `analysisRate`
 */
export function powerSpectra(signal: Float32Array, frames: Int32Array): PowerSpectra {
  const spectra = new Float32Array(frames.length * bins);
  const fft = new RealFft(fftSize);
  for (let row = 0; row < frames.length; row += 1) {
    const start = frameCentre(frames[row]!) - windowSize / 2;
    fft.input.fill(0);
    for (let index = 0; index < windowSize; index += 1) {
      const emphasised = (signal[start + index] ?? 0) - 0.97 * (signal[start + index - 1] ?? 0);
      fft.input[index] = emphasised * hamming[index]!;
    }
    fft.forward();
    for (let bin = 0; bin < bins; bin += 1) {
      spectra[row * bins + bin] = fft.spectrum[2 * bin]! ** 2 + fft.spectrum[2 * bin + 1]! ** 2;
    }
  }
  return spectra;
}

/**
 * Returns the energies of the mel bands per frame, row after row.
 * @param warp scale of the filter frequencies: above 1 for a vocal tract shorter than that of the other recording
 */
export function bandEnergies(spectra: PowerSpectra, warp: number): Float64Array {
  const filters = melFilters(warp);
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
