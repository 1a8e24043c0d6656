import { bandEnergies, bands, type PowerSpectra } from '../measures/mel-bands.js';

/** Quantiles of a band's energy that stand for its loud frames and, in the pauses, for the noise of the room. */
const loudQuantile = 0.95;
const noiseQuantile = 0.1;

/** Ratio of a noisy band's mean energy to its 10 % quantile (measured on white noise, frames of 25 ms). */
const noiseBias = 2;

/** Lowest floor below a band's loud frames, as an energy ratio (30 dB): speech is never fainter. */
const deepestFloor = 1e-3;

/**
 * F0 in Hz between which neighbouring bands are averaged more and more. The low bands are 100 Hz wide: those of a higher voice
 * show single harmonics instead of the vocal tract.
 */
const [averagedFrom, averagedFully] = [180, 220];

/** Mel bands of one recording, before they are related to another recording. */
export interface RecordingBands {
  /** Smoothed energies per frame, row after row. */
  readonly energies: Float64Array;
  readonly statistics: readonly BandStatistics[];
}

interface BandStatistics {
  readonly loud: number;
  readonly noise: number;
}

/**
 * Returns the mel bands of a recording.
 * @param pitch F0 in Hz of the higher voice of the recordings that are compared
 * @param warp scale of the filter frequencies, see `bandEnergies`
 */
export function recordingBands(
  spectra: PowerSpectra,
  { pitch = 0, warp = 1 }: { readonly pitch?: number; readonly warp?: number } = {},
): RecordingBands {
  const share = Math.max(0, Math.min(1, (pitch - averagedFrom) / (averagedFully - averagedFrom)));
  const energies = acrossBands(smoothed(bandEnergies(spectra, warp)), share);
  return { energies, statistics: Array.from({ length: bands }, (_, band) => bandStatistics(energies, band)) };
}

/**
 * Returns the log energies of the mel bands of two recordings, made comparable, per frame, row after row. Each band is
 * taken relative to its loud frames and its mean is removed, which removes level and microphone (Atal 1974). In each
 * band, energy below the noise of the noisier recording is masked in both, so that noise hides the same parts on both
 * sides (Holmes & Sedgwick 1986, "Noise compensation for speech recognition using probabilistic models").
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

/** Returns each band's log energies relative to its loud frames, above the floor that both recordings share. */
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

/** Averages each band with its two neighbours: with the weights 1 : 2 : 1 where `share` is 1, not at all where it is 0. */
function acrossBands(energies: Float64Array, share: number): Float64Array {
  if (share === 0) return energies;
  return energies.map((energy, index) => {
    const band = index % bands;
    const below = band > 0 ? energies[index - 1]! : energy;
    const above = band < bands - 1 ? energies[index + 1]! : energy;
    return energy + (share / 4) * (below - 2 * energy + above);
  });
}

/** Averages each band over three frames: noise evens out, speech changes more slowly. */
function smoothed(energies: Float64Array): Float64Array {
  return energies.map((energy, index) => {
    const [before, after] = [energies[index - bands] ?? energy, energies[index + bands] ?? energy];
    return (before + 2 * energy + after) / 4;
  });
}
