import { bandEnergies, bands, type PowerSpectra } from '../measures/mel-bands.js';

/** Quantiles of a band's energy that stand for its loud moments and, in the pauses, for the room. */
const loudQuantile = 0.95;
const noiseQuantile = 0.1;

/** The mean of a noisy band's energy is about this many times its quietest tenth (measured on white noise, 25 ms). */
const noiseBias = 2;

/** Deepest floor that is kept below a band's loud moments (as a ratio of energies, 30 dB): fainter is never speech. */
const deepestFloor = 1e-3;

/** The mel bands of one recording, before it is held against another. */
export interface RecordingBands {
  /** Smoothed energies per frame, row after row. */
  readonly energies: Float64Array;
  readonly statistics: readonly BandStatistics[];
}

interface BandStatistics {
  readonly loud: number;
  readonly noise: number;
}

/** The bands of a recording, their frequencies scaled by `warp` (see `bandEnergies`). */
export function recordingBands(spectra: PowerSpectra, warp = 1): RecordingBands {
  const energies = smoothed(bandEnergies(spectra, warp));
  return { energies, statistics: Array.from({ length: bands }, (_, band) => bandStatistics(energies, band)) };
}

/**
 * Logarithmic energies of the mel bands per frame, row after row, of two recordings made comparable: the level and the
 * microphone drop out (each band is taken relative to its loud moments, and its mean is removed), and in each band
 * whatever is below the noise of the noisier recording is masked in both, so that a noisy room hides the same things on
 * either side instead of making them different. Sources: Atal (1974) for the removal of the mean; Holmes & Sedgwick
 * (1986), "Noise compensation for speech recognition using probabilistic models", for masking.
 */
export function comparableBands(one: RecordingBands, other: RecordingBands): [Float64Array, Float64Array] {
  const floors = one.statistics.map((ours, band) => {
    const theirs = other.statistics[band] ?? ours;
    return Math.max(ours.noise / ours.loud, theirs.noise / theirs.loud, deepestFloor);
  });
  return [masked(one, floors), masked(other, floors)];
}

function bandStatistics(energies: Float64Array, band: number): BandStatistics {
  const frames = energies.length / bands;
  const sorted = new Float64Array(frames);
  for (let frame = 0; frame < frames; frame += 1) sorted[frame] = energies[frame * bands + band] ?? 0;
  sorted.sort();
  const loud = Math.max(sorted[Math.floor((frames - 1) * loudQuantile)] ?? 0, 1e-15);
  const noise = noiseBias * (sorted[Math.floor((frames - 1) * noiseQuantile)] ?? 0);
  return { loud, noise: Math.min(noise, loud / 2) };
}

/** Each band's energies as logarithms relative to its loud moments, above a floor that both recordings share. */
function masked({ energies, statistics }: RecordingBands, floors: readonly number[]): Float64Array {
  const logs = new Float64Array(energies.length);
  for (let band = 0; band < bands; band += 1) mask(energies, logs, band, statistics[band]!, floors[band]!);
  return logs;
}

function mask(
  energies: Float64Array,
  logs: Float64Array,
  band: number,
  { loud, noise }: BandStatistics,
  floor: number,
): void {
  let sum = 0;
  for (let index = band; index < energies.length; index += bands) {
    const clean = Math.max(0, energies[index]! - noise) / loud;
    sum += logs[index] = Math.log(clean + floor);
  }
  const mean = sum / Math.max(1, energies.length / bands);
  for (let index = band; index < energies.length; index += bands) logs[index]! -= mean;
}

/** Averages each band over three frames: noise evens out, speech changes more slowly. */
function smoothed(energies: Float64Array): Float64Array {
  return energies.map((energy, index) => {
    const [before, after] = [energies[index - bands] ?? energy, energies[index + bands] ?? energy];
    return (before + 2 * energy + after) / 4;
  });
}
