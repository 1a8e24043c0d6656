import { describe, expect, it } from 'vitest';
import { sine } from '../fixtures/tracks.js';
import { bandEnergies, bands, powerSpectra } from './mel-bands.js';

const frames = Int32Array.from([20, 30, 40]);
const mel = (frequency: number): number => 2595 * Math.log10(1 + frequency / 700);
/** Centre of a band in Hz: equal steps on the mel scale between 100 and 3 800 Hz. */
const centre = (band: number): number => {
  const at = mel(100) + ((mel(3_800) - mel(100)) * (band + 1)) / (bands + 1);
  return 700 * (10 ** (at / 2595) - 1);
};
const loudest = (energies: Float64Array): number => energies.indexOf(Math.max(...energies.subarray(0, bands)));

describe('powerSpectra', () => {
  it.each([500, 1_000, 3_000])('has the maximum of a tone of %i Hz in its bin', (frequency) => {
    const spectra = powerSpectra(sine(frequency, 1), frames);
    const row = spectra.subarray(0, 257);
    expect(row.indexOf(Math.max(...row))).toBe((frequency * 512) / 16_000);
  });

  it('has a row of 257 bins per frame, 0 beyond the recording', () => {
    const spectra = powerSpectra(sine(500, 0.1), Int32Array.from([2, 500]));
    expect(spectra).toHaveLength(2 * 257);
    expect(spectra.subarray(257).every((value) => value === 0)).toBe(true);
  });

  it('emphasises high frequencies', () => {
    const [low, high] = [500, 3_500].map((frequency) => Math.max(...powerSpectra(sine(frequency, 1), frames)));
    // |1 − 0.97·e^(−iω)|² at the two frequencies.
    const gain = (frequency: number): number => 1 + 0.97 ** 2 - 1.94 * Math.cos((2 * Math.PI * frequency) / 16_000);
    expect(high! / low!).toBeCloseTo(gain(3_500) / gain(500), 0);
  });
});

describe('bandEnergies', () => {
  it.each([0, 5, 11, 17, 22])('has the energy of a tone at the centre of band %i there', (band) => {
    expect(loudest(bandEnergies(powerSpectra(sine(centre(band), 1), frames), 1))).toBe(band);
  });

  it.each([0.82, 1, 1.22])('moves with a warp of %d', (warp) => {
    const spectra = powerSpectra(sine(centre(11) * warp, 1), frames);
    expect(loudest(bandEnergies(spectra, warp))).toBe(11);
  });

  it('does not see what lies outside 100 to 3 800 Hz', () => {
    const inside = Math.max(...bandEnergies(powerSpectra(sine(2_000, 1), frames), 1));
    const outside = Math.max(...bandEnergies(powerSpectra(sine(6_000, 1), frames), 1));
    expect(outside / inside).toBeLessThan(1e-3);
  });

  it('is linear in power and has a row per frame', () => {
    const [one, twice] = [1, 2].map((gain) => bandEnergies(powerSpectra(sine(800, 1, 16_000, gain), frames), 1));
    expect(one).toHaveLength(3 * bands);
    one!.forEach((value, index) => expect(twice![index]! / value).toBeCloseTo(4, 4));
  });
});
