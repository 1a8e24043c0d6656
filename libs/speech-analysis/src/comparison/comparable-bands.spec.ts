import { describe, expect, it } from 'vitest';
import { gaussianNoise } from '../fixtures/signals.js';
import { bands, powerSpectra } from '../measures/mel-bands.js';
import { comparableBands, recordingBands, type RecordingBands } from './comparable-bands.js';

const frames = Int32Array.from({ length: 90 }, (_, index) => index + 5);
/** Noise that swells ten times, scaled as a whole. */
const swelling = (gain: number, seed = 1): Float32Array => {
  const noise = gaussianNoise(16_000, seed);
  return noise.map((value, index) => gain * value * (0.02 + Math.sin((Math.PI * 10 * index) / 16_000) ** 2));
};
const bandsOf = (signal: Float32Array): RecordingBands => recordingBands(powerSpectra(signal, frames));

describe('comparableBands', () => {
  it('removes the level', () => {
    const [loud, quiet] = comparableBands(bandsOf(swelling(1)), bandsOf(swelling(0.001)));
    loud.forEach((value, index) => expect(quiet[index]).toBeCloseTo(value, 3));
  });

  it('removes what a microphone adds to each band', () => {
    const spectra = powerSpectra(swelling(1), frames);
    const coloured = spectra.map((power, index) => power * (1 + (index % 257) / 50));
    const [plain, other] = comparableBands(recordingBands(spectra), recordingBands(coloured));
    const deviation = plain.reduce((worst, value, index) => Math.max(worst, Math.abs(value - other[index]!)), 0);
    expect(deviation).toBeLessThan(0.2);
  });

  it('has a mean of 0 in each band', () => {
    for (const logs of comparableBands(bandsOf(swelling(1, 1)), bandsOf(swelling(1, 2)))) {
      for (let band = 0; band < bands; band += 1) {
        let sum = 0;
        for (let index = band; index < logs.length; index += bands) sum += logs[index]!;
        expect(sum / frames.length).toBeCloseTo(0, 9);
      }
    }
  });

  it('masks the noise of the noisier recording in both', () => {
    const noise = gaussianNoise(16_000, 9);
    const noisy = swelling(1).map((value, index) => value + 0.3 * noise[index]!);
    const range = (logs: Float64Array): number => Math.max(...logs) - Math.min(...logs);
    const [clean] = comparableBands(bandsOf(swelling(1)), bandsOf(swelling(1, 2)));
    const [masked] = comparableBands(bandsOf(swelling(1)), bandsOf(noisy));
    expect(range(masked)).toBeLessThan(range(clean) - 1);
  });

  it('never reaches more than 30 dB below the loud frames', () => {
    const [logs] = comparableBands(bandsOf(swelling(1)), bandsOf(swelling(1)));
    expect(Math.max(...logs) - Math.min(...logs)).toBeLessThan(Math.log(1e3) + Math.log(20));
  });

  it('is finite in digital silence', () => {
    const silent = bandsOf(new Float32Array(16_000));
    for (const logs of comparableBands(silent, bandsOf(swelling(1)))) expect(logs.every(Number.isFinite)).toBe(true);
  });
});

describe('recordingBands', () => {
  it('averages over three frames with the weights 1 : 2 : 1', () => {
    const impulse = powerSpectra(new Float32Array(16_000), frames);
    impulse.fill(1, 50 * 257, 51 * 257);
    const { energies } = recordingBands(impulse);
    const at = (frame: number): number => energies[frame * bands]!;
    expect(at(49) / at(50)).toBeCloseTo(0.5, 9);
    expect(at(51) / at(50)).toBeCloseTo(0.5, 9);
    expect(at(48)).toBe(0);
  });

  it.each([
    [180, 0],
    [200, 0.5],
    [220, 1],
    [400, 1],
  ])('averages neighbouring bands for a voice of %i Hz with a share of %d', (pitch, share) => {
    const spectra = powerSpectra(swelling(1), frames);
    const [narrow, wide] = [recordingBands(spectra).energies, recordingBands(spectra, { pitch }).energies];
    const at = 50 * bands + 10;
    const mean = (narrow[at - 1]! + 2 * narrow[at]! + narrow[at + 1]!) / 4;
    expect(wide[at]! / (narrow[at]! + share * (mean - narrow[at]!))).toBeCloseTo(1, 9);
  });
});
