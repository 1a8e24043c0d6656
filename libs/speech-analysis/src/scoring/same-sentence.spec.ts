import { describe, expect, it } from 'vitest';
import { sameSentence } from './same-sentence.js';

describe('sameSentence', () => {
  it.each([
    [0, 1],
    [0.71, 1],
    [0.755, 0.5],
    [0.8, 0],
    [1.2, 0],
  ])('is at an order ratio of %d over 2 s and more %d', (orderRatio, expected) => {
    for (const comparedSeconds of [2, 9]) {
      expect(sameSentence({ orderRatio, comparedSeconds, segments: [] })).toBeCloseTo(expected, 9);
    }
  });

  it('asks a shorter recording for a lower ratio', () => {
    const at = (comparedSeconds: number) => sameSentence({ orderRatio: 0.75, comparedSeconds, segments: [] });
    expect([at(2) > at(1), at(1) > at(0.5), at(0)]).toEqual([true, true, 0]);
  });

  it.each([
    ['two segments much alike', [0.2, 0.24, 0.9, 0.9], 1],
    ['two segments somewhat alike', [0.9, 0.25, 0.29, 0.9], 0.5],
    ['one segment alike', [0.1, 0.6, 0.9, 0.9], 0],
    ['two of three segments alike', [0.1, 0.1, 0.9], 0],
  ])('of another order, with %s', (_, distances, expected) => {
    const segments = distances.map((distance) => ({ distance }));
    expect(sameSentence({ orderRatio: 1, comparedSeconds: 2, segments })).toBeCloseTo(expected, 9);
  });
});
