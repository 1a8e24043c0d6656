import { describe, expect, it } from 'vitest';
import { pulsesOf } from '../fixtures/tracks.js';
import { shimmerOf } from './shimmer.js';

const rate = 16_000;
const period = 0.01;

/** A constant level around each pulse, so that the Hann-weighted RMS is that level. */
function stepped(levels: readonly number[], count: number): Float32Array {
  const perPeriod = period * rate;
  return Float32Array.from({ length: count * perPeriod }, (_, index) => {
    return levels[Math.floor((index + perPeriod / 2) / perPeriod) % levels.length]!;
  });
}

describe('shimmerOf', () => {
  const pulses = pulsesOf([period], 41);

  it('is 0 for equal amplitudes', () => {
    const { local, decibels } = shimmerOf(stepped([0.5], 41), rate, pulses);
    expect(local).toBeCloseTo(0, 6);
    expect(decibels).toBeCloseTo(0, 6);
  });

  it.each([
    [0.5, 0.45],
    [1, 0.7],
    [0.1, 0.08],
  ])('is for amplitudes that alternate between %d and %d the closed form', (one, other) => {
    const { local, decibels } = shimmerOf(stepped([one, other], 41), rate, pulses);
    // 39 amplitudes make 38 pairs; the mean runs over the first 38, half of each.
    expect(local).toBeCloseTo((one - other) / ((one + other) / 2), 5);
    expect(decibels).toBeCloseTo(20 * Math.log10(one / other), 5);
  });

  it('leaves out neighbours that differ by more than the factor 1.6', () => {
    const { local, decibels } = shimmerOf(stepped([1, 0.6], 41), rate, pulses);
    expect([local, decibels]).toEqual([null, null]);
    expect(shimmerOf(stepped([1, 0.63], 41), rate, pulses).local).not.toBeNull();
  });

  it('does not depend on the level of the recording', () => {
    const signal = stepped([0.5, 0.4, 0.45], 41);
    const quiet = shimmerOf(
      signal.map((value) => value / 100),
      rate,
      pulses,
    );
    const plain = shimmerOf(signal, rate, pulses);
    expect(quiet.local).toBeCloseTo(plain.local!, 5);
    expect(quiet.decibels).toBeCloseTo(plain.decibels!, 5);
  });

  it.each([
    ['too few pulses', pulsesOf([period], 3)],
    ['no pulses', new Float64Array(0)],
    ['pulses that are no periods', pulsesOf([0.05], 9)],
  ])('is null for %s', (_, few) => {
    expect(shimmerOf(stepped([0.5], 60), rate, few)).toEqual({ local: null, decibels: null });
  });

  it('is null for silence', () => {
    expect(shimmerOf(new Float32Array(8_000), rate, pulses)).toEqual({ local: null, decibels: null });
  });
});
