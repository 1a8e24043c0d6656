import { describe, expect, it } from 'vitest';
import { PitchCandidates } from './candidates.js';
import { pitchSettings } from './settings.js';

const rate = 16_000;
const most = pitchSettings.candidates;
const reach = 319;

/** A correlation given by its values at the lags from 0 on. */
const correlation = (at: (lag: number) => number): Float64Array =>
  Float64Array.from({ length: 2 * reach + 1 }, (_, index) => at(Math.abs(index - reach)));

function candidatesOf(values: Float64Array): { f0: number; strength: number }[] {
  const candidates = new PitchCandidates(1);
  candidates.collect(0, values, rate);
  return Array.from({ length: candidates.counts[0]! - 1 }, (_, index) => ({
    f0: candidates.frequencies[index + 1]!,
    strength: candidates.strengths[index + 1]!,
  }));
}

describe('PitchCandidates', () => {
  it('has in every frame the candidate "unvoiced"', () => {
    const { counts, frequencies } = new PitchCandidates(3);
    expect(Array.from(counts)).toEqual([1, 1, 1]);
    expect(frequencies[0]).toBe(0);
  });

  it.each([100, 150, 320])('finds the period of a tone of %i Hz and its multiples', (frequency) => {
    const found = candidatesOf(correlation((lag) => Math.cos((2 * Math.PI * frequency * lag) / rate)));
    const expected = Array.from({ length: Math.floor(frequency / 75) }, (_, index) => frequency / (index + 1));
    expect(found).toHaveLength(expected.length);
    found.forEach(({ f0, strength }, index) => {
      expect(f0).toBeCloseTo(expected[index]!, 0);
      expect(strength).toBeGreaterThan(0.95);
      expect(strength).toBeLessThanOrEqual(1);
    });
  });

  it('leaves out maxima below half the voicing threshold', () => {
    const peakOf = (height: number) => correlation((lag) => height * Math.exp(-(((lag - 100) / 10) ** 2)));
    expect(candidatesOf(peakOf(0.22))).toHaveLength(0);
    expect(candidatesOf(peakOf(0.24))).toHaveLength(1);
  });

  it('leaves out periods that are longer than that of the floor', () => {
    const peakAt = (place: number) => correlation((lag) => Math.exp(-(((lag - place) / 10) ** 2)));
    expect(candidatesOf(peakAt(210))).toHaveLength(1);
    expect(candidatesOf(peakAt(230))).toHaveLength(0);
  });

  it('keeps the strongest maxima when there are more than fit', () => {
    // A maximum every 8 lags; the higher ones are further out.
    const found = candidatesOf(correlation((lag) => (0.5 + lag / 1000) * Math.cos((2 * Math.PI * lag) / 8)));
    expect(found).toHaveLength(most - 1);
    expect(Math.max(...found.map(({ f0 }) => f0))).toBeLessThan(rate / 80);
  });

  it('counts a value above 1 as its inverse', () => {
    const [found] = candidatesOf(correlation((lag) => 1.25 * Math.exp(-(((lag - 100) / 10) ** 2))));
    expect(found!.strength).toBeCloseTo(0.8, 2);
  });
});
