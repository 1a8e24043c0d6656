import { describe, expect, it } from 'vitest';
import { sameSentence } from './same-sentence.js';

describe('sameSentence', () => {
  it.each([
    [0, 1],
    [0.72, 1],
    [0.785, 0.5],
    [0.85, 0],
    [1.2, 0],
  ])('is at an order ratio of %d %d', (orderRatio, expected) => {
    expect(sameSentence({ orderRatio, segments: [] })).toBeCloseTo(expected, 9);
  });

  it.each([
    ['two segments much alike', [0.2, 0.24, 0.9, 0.9], 1],
    ['two segments somewhat alike', [0.9, 0.25, 0.29, 0.9], 0.5],
    ['one segment alike', [0.1, 0.6, 0.9, 0.9], 0],
    ['two of three segments alike', [0.1, 0.1, 0.9], 0],
  ])('of another order, with %s', (_, distances, expected) => {
    const segments = distances.map((distance) => ({ distance }));
    expect(sameSentence({ orderRatio: 1, segments })).toBeCloseTo(expected, 9);
  });
});
