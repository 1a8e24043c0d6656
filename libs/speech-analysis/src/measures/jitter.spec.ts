import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pulsesOf } from '../fixtures/tracks.js';
import { jitterOf } from './jitter.js';
import { arePeriods, intervalsBetween, meanPeriod } from './periods.js';

describe('jitterOf', () => {
  it('is 0 for equal periods', () => {
    const { local, rap } = jitterOf(pulsesOf([0.01], 50));
    expect(local).toBeCloseTo(0, 9);
    expect(rap).toBeCloseTo(0, 9);
  });

  it.each([0.0001, 0.0005, 0.001])('is for periods that alternate by %d s the closed form', (difference) => {
    // Periods T ± d/2: local = d / T; each period differs from the mean of three by d · 2/3.
    const { local, rap } = jitterOf(pulsesOf([0.01 + difference / 2, 0.01 - difference / 2], 51));
    expect(local).toBeCloseTo(difference / 0.01, 6);
    expect(rap).toBeCloseTo((2 * difference) / 3 / 0.01, 6);
  });

  it('has less rap than local for a slow change', () => {
    // Periods rise by 10 µs each: neighbours differ by 10 µs, a period equals the mean of its neighbourhood.
    const periods = Array.from({ length: 20 }, (_, index) => 0.01 + index * 1e-5);
    const { local, rap } = jitterOf(pulsesOf(periods, 21));
    expect(local).toBeCloseTo(1e-5 / (0.01 + 9.5e-5), 9);
    expect(rap).toBeCloseTo(0, 9);
  });

  it.each([
    ['no pulse', []],
    ['one pulse', [0.1]],
    ['intervals that are too long', [0, 0.1, 0.2, 0.3]],
    ['intervals that are too short', [0, 0.00005, 0.0001, 0.00015]],
  ])('is null for %s', (_, pulses) => {
    expect(jitterOf(Float64Array.from(pulses))).toEqual({ local: null, rap: null });
  });

  it('has no pairs when a single period is known', () => {
    expect(jitterOf(Float64Array.from([0, 0.01]))).toEqual({ local: null, rap: null });
    const two = jitterOf(Float64Array.from([0, 0.01, 0.021]));
    expect(two.local).toBeCloseTo(0.001 / 0.0105, 9);
    expect(two.rap).toBeNull();
  });

  it('does not compare the periods of two voiced parts', () => {
    const parts = [0, 0.01, 0.02, 0.03, 0.5, 0.508, 0.516, 0.524];
    expect(jitterOf(Float64Array.from(parts)).local).toBeCloseTo(0, 9);
  });

  it('does not depend on the unit of time or on where the recording begins', () => {
    const period = fc.double({ min: 0.004, max: 0.005, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(period, { minLength: 4, maxLength: 30 }),
        fc.double({ min: 0, max: 9, noNaN: true }),
        (each, at) => {
          const pulses = pulsesOf(each, each.length + 1);
          const [plain, moved] = [jitterOf(pulses), jitterOf(pulses.map((time) => at + 2 * time))];
          expect(moved.local).toBeCloseTo(plain.local!, 8);
          expect(moved.rap).toBeCloseTo(plain.rap!, 8);
        },
      ),
    );
  });
});

describe('periods', () => {
  it('are the intervals between pulses', () => {
    expect(Array.from(intervalsBetween(Float64Array.from([1, 1.5, 3])))).toEqual([0.5, 1.5]);
    expect(intervalsBetween(new Float64Array(0))).toHaveLength(0);
  });

  it.each([
    [0.01, 0.01, true],
    [0.01, 0.01299, true],
    [0.01, 0.01301, false],
    [0.02, 0.02, true],
    [0.0201, 0.02, false],
    [0.0001, 0.0001, true],
    [0.00009, 0.0001, false],
  ])('of %d and %d s belong together: %s', (one, other, expected) => {
    expect(arePeriods(one, other)).toBe(expected);
    expect(arePeriods(other, one)).toBe(expected);
  });

  it.each([
    [[0.01, 0.012], 0.011],
    [[0.01], 0.01],
    [[0.01, 0.012, 0.3], 0.011],
    [[0.004, 0.01, 0.0101], 0.01005],
    [[0.3], null],
    [[], null],
  ])('%j s have the mean %d s', (intervals, expected) => {
    const mean = meanPeriod(Float64Array.from(intervals));
    if (expected === null) expect(mean).toBeNull();
    else expect(mean).toBeCloseTo(expected, 9);
  });
});
