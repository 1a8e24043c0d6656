import type { ImprovementArea } from '@vocalborn/ai-contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measuredWith } from '../fixtures/details.js';
import { suggestions } from './suggestions.js';

const area = (code: string): ImprovementArea => ({
  code,
  start: null,
  end: null,
  message: { 'zh-TW': `改善 ${code}。`, 'en-US': `Improve ${code}.` },
});

/** Measures with a score and evidence of the same sentence; another sentence unless stated. */
const scored = (overall: number | null, same = 0) => measuredWith({ overall_score: overall, same });

describe('suggestions', () => {
  it.each([
    [100, 'Very well said'],
    [85, 'Very well said'],
    [84.9, 'Well said'],
    [70, 'Well said'],
    [69.9, 'There is room'],
    [50, 'There is room'],
    [49.9, 'This recording is far'],
    [0, 'This recording is far'],
  ])('open at a score of %d with "%s"', (score, opening) => {
    expect(suggestions(scored(score), [], 'en-US').startsWith(opening)).toBe(true);
  });

  it.each(['missing-part', 'added-part'])('do not call a recording with a %s very well said', (code) => {
    expect(suggestions(scored(95), [area(code)], 'en-US')).toMatch(/^Well said/);
    expect(suggestions(scored(60), [area(code)], 'en-US')).toMatch(/^There is room/);
  });

  it.each([
    [0.09, 'This recording is far'],
    [0.1, 'Some of this was hard to match'],
    [1, 'Some of this was hard to match'],
  ])('with an evidence of the same sentence of %d, open a poor score with "%s"', (same, opening) => {
    expect(suggestions(scored(49, same), [], 'en-US').startsWith(opening)).toBe(true);
  });

  it('name every area in order', () => {
    expect(suggestions(scored(90), [area('a'), area('b')], 'en-US')).toBe(
      'Very well said: close to the example! Improve a. Improve b.',
    );
    expect(suggestions(scored(90), [area('a'), area('b')], 'zh-TW')).toBe(
      '說得非常好，與示範音很接近！改善 a。改善 b。',
    );
  });

  it('say without a score that there is no reference', () => {
    expect(suggestions(scored(null), [area('a')], 'en-US')).toBe(
      'There is no example recording for this sentence, so the recording was measured but not scored.',
    );
    expect(suggestions(scored(null), [], 'zh-TW')).toContain('沒有示範音');
  });

  it('have an opening for every score', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, noNaN: true }), (score) => {
        expect(suggestions(scored(score), [], 'zh-TW').length).toBeGreaterThan(5);
      }),
    );
  });
});
