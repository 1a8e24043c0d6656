import { describe, expect, it } from 'vitest';
import { alignmentOf, linearAlignment } from '../fixtures/alignments.js';
import { timingDeviation } from './timing.js';

const weights = (length: number, value = 1): Float64Array => new Float64Array(length).fill(value);

/** The first `half` frames of the reference at one tempo, as many after them at another. */
const twoTempos = (half: number, first: number, second: number) =>
  alignmentOf(
    Array.from({ length: 2 * half }, (_, b) => [b < half ? first * b : first * half + second * (b - half), b] as const),
  );

describe('timingDeviation', () => {
  it.each([0.5, 1, 2, 3])('is 0 for an even tempo of %d', (ratio) => {
    expect(timingDeviation(linearAlignment(200, ratio), weights(200), ratio)).toBeCloseTo(0, 1);
  });

  it('is the deviation in octaves where both halves differ from the mean tempo', () => {
    // Tempos 1 and 4 about the tempo ratio 2: one octave each way, less in the 300 ms that hold the change.
    const found = timingDeviation(twoTempos(300, 1, 4), weights(600), 2);
    expect(found).toBeGreaterThan(0.93);
    expect(found).toBeLessThanOrEqual(1);
  });

  it('limits the deviation of one place to two octaves', () => {
    expect(timingDeviation(linearAlignment(200, 64), weights(200), 1)).toBe(2);
    expect(timingDeviation(linearAlignment(200, 3), weights(200), 1)).toBeCloseTo(Math.log2(3), 6);
  });

  it('weights places by the loudness of the reference', () => {
    const loudFirst = Float64Array.from({ length: 600 }, (_, step) => (step < 270 ? 1 : 0));
    expect(timingDeviation(twoTempos(300, 2, 8), loudFirst, 2)).toBeCloseTo(0, 9);
    expect(timingDeviation(twoTempos(300, 2, 8), weights(600), 2)).toBeGreaterThan(0.9);
  });

  it.each([0, 1, 30])('is 0 for %i frames, which are too few', (length) => {
    expect(timingDeviation(linearAlignment(length, 5), weights(length), 1)).toBe(0);
  });

  it('is 0 when nothing has weight', () => {
    expect(timingDeviation(linearAlignment(100, 5), weights(100, 0), 1)).toBe(0);
  });
});
