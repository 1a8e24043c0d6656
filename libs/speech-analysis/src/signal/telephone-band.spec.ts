import { describe, expect, it } from 'vitest';
import { sine } from '../fixtures/tracks.js';
import { telephoneBand } from './telephone-band.js';

/** What is left of a sine, in dB, without the beginning in which the filters swing in. */
function gainAt(frequency: number): number {
  const signal = sine(frequency, 1);
  const power = (samples: Float32Array): number => samples.slice(4_000).reduce((sum, value) => sum + value * value, 0);
  return 10 * Math.log10(power(telephoneBand(signal)) / power(signal));
}

describe('the band of a telephone', () => {
  it.each([600, 1_000, 2_000, 2_500])('holds %i Hz', (frequency) => expect(gainAt(frequency)).toBeCloseTo(0, 0));

  it.each([300, 3_400])('ends at %i Hz', (frequency) => expect(gainAt(frequency)).toBeCloseTo(-3, 0));

  it.each([
    [150, -24],
    [100, -38],
    [6_000, -36],
  ])('at %i Hz, %d dB are left', (frequency, decibels) => {
    expect(Math.abs(gainAt(frequency) - decibels)).toBeLessThan(4);
  });

  it('leaves the signal alone', () => {
    const signal = sine(100, 0.1);
    telephoneBand(signal);
    expect(signal).toEqual(sine(100, 0.1));
  });
});
