import { describe, expect, it } from 'vitest';
import { gaussianNoise } from '../fixtures/signals.js';
import { align } from './align.js';
import { diagonalBand } from './band.js';
import { orderRatio } from './order-ratio.js';
import { featureSize } from './sound-features.js';

/** Features of sounds that follow one another at random, each for 8 rows. */
function sounds(rows: number, seed: number): Float64Array {
  const kinds = gaussianNoise(rows * featureSize, seed);
  return Float64Array.from({ length: rows * featureSize }, (_, index) => {
    const row = Math.floor(index / featureSize);
    return kinds[8 * featureSize * Math.floor(row / 8) + (index % featureSize)] ?? 0;
  });
}
const ratio = (ours: Float64Array, theirs: Float64Array): number => {
  const [rows, columns] = [ours.length / featureSize, theirs.length / featureSize];
  const alignment = align(ours, theirs, featureSize, diagonalBand({ rows, columns }, 2));
  return orderRatio({ ours, theirs, weights: new Float64Array(columns).fill(1), stride: 2 }, alignment);
};
const faint = (features: Float64Array) => features.map((value) => value / 4);

describe('orderRatio', () => {
  const [one, other] = [sounds(160, 1), sounds(160, 2)];

  it('is 0 for the same sounds in the same order, and near 1 for other sounds', () => {
    expect(ratio(one, one)).toBe(0);
    expect(ratio(one, other)).toBeGreaterThan(0.85);
    expect(ratio(one, other)).toBeLessThan(1.15);
  });

  it('does not change with the contrast of the sounds', () => {
    expect(ratio(faint(one), faint(other))).toBeCloseTo(ratio(one, other), 9);
  });

  it('stays low for a part of the same sounds', () => {
    expect(ratio(one.subarray(0, one.length / 2), one)).toBeLessThan(0.6);
    expect(ratio(other.subarray(0, other.length / 2), one)).toBeGreaterThan(0.8);
  });

  it('is a number even where all sounds are alike', () => {
    const same = new Float64Array(60 * featureSize).fill(1);
    expect(ratio(same, same)).toBe(0);
  });
});
