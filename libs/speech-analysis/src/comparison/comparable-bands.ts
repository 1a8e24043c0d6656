import { bandEnergies, bands, type PowerSpectra } from '../measures/mel-bands.js';

/** Quantiles of a band's energy that stand for its loud moments and, in the pauses, for the room. */
const loudQuantile = 0.95;
const noiseQuantile = 0.1;

/** The mean of a noisy band's energy is about this many times its quietest tenth (measured on white noise, 25 ms). */
const noiseBias = 2;

/** Deepest floor that is kept below a band's loud moments (as a ratio of energies, 30 dB): fainter is never speech. */
const deepestFloor = 1e-3;

/**
 * Logarithmic energies of the mel bands per frame, row after row, of two recordings made comparable: the level and the
 * microphone drop out (each band is taken relative to its loud moments, and its mean is removed), and in each band
 * whatever is below the noise of the noisier recording is masked in both, so that a noisy room hides the same things on
 * either side instead of making them different. Sources: Atal (1974) for the removal of the mean; Holmes & Sedgwick
 * (1986), "Noise compensation for speech recognition using probabilistic models", for masking.
 */
export function comparableBands(one: PowerSpectra, other: PowerSpectra, warp = 1): [Float64Array, Float64Array] {
  const [first, second] = [smoothed(bandEnergies(one, warp)), smoothed(bandEnergies(other, 1))];
  for (let band = 0; band < bands; band += 1) {
    const [a, b] = [bandStatistics(first, band), bandStatistics(second, band)];
    const floor = Math.max(a.noise / a.loud, b.noise / b.loud, deepestFloor);
    mask(first, band, a, floor);
    mask(second, band, b, floor);
  }
  return [first, second];
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
  let sum = 0;
  for (let index = band; index < energies.length; index += bands) {
    const clean = Math.max(0, (energies[index] ?? 0) - noise) / loud;
    sum += energies[index] = Math.log(clean + floor);
  }
  const mean = sum / Math.max(1, energies.length / bands);
  for (let index = band; index < energies.length; index += bands) energies[index]! -= mean;
}

/** Averages each band over three frames: noise evens out, speech changes more slowly. */
function smoothed(energies: Float64Array): Float64Array {
  return energies.map((energy, index) => {
    const [before, after] = [energies[index - bands] ?? energy, energies[index + bands] ?? energy];
    return (before + 2 * energy + after) / 4;
  });
}
