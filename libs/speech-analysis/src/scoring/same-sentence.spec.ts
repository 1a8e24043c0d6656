import { describe, expect, it } from 'vitest';
import { sameSentence } from './same-sentence.js';

/** Unlike in every way. */
const unlike = { orderRatio: 1, distance: 0.7, contrast: 12, segments: [] };
const long = Array.from({ length: 4 }, () => ({ distance: 0.6 }));

describe('sameSentence', () => {
  it.each([
    [0, 1],
    [0.72, 1],
    [0.785, 0.5],
    [0.85, 0],
    [1.2, 0],
  ])('is at an order ratio of %d %d', (orderRatio, expected) => {
    expect(sameSentence({ ...unlike, orderRatio })).toBeCloseTo(expected, 9);
  });

  it.each([
    ['two segments much alike', [0.2, 0.24, 0.9, 0.9], 1],
    ['two segments somewhat alike', [0.9, 0.25, 0.29, 0.9], 0.5],
    ['one segment alike', [0.1, 0.6, 0.9, 0.9], 0],
    ['two of three segments alike', [0.1, 0.1, 0.9], 0],
  ])('of another order, with %s', (_, distances, expected) => {
    const segments = distances.map((distance) => ({ distance }));
    expect(sameSentence({ ...unlike, segments })).toBeCloseTo(expected, 9);
  });

  it.each([
    [0.5, 12, 1],
    [0.56, 12, 0.5],
    [0.6, 12, 0],
    [0.5, 9.75, 0.5],
    [0.3, 8, 0],
  ])(
    'of another order, with sounds at a distance of %d and a contrast of %d, is %d',
    (distance, contrast, expected) => {
      expect(sameSentence({ ...unlike, distance, contrast, segments: long })).toBeCloseTo(expected, 9);
    },
  );

  it('is not shown by alike sounds of a single word', () => {
    expect(sameSentence({ ...unlike, distance: 0.5, segments: long.slice(1) })).toBe(0);
  });
});
