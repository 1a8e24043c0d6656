import { describe, expect, it } from 'vitest';
import { agreements, type Agreement, type Pair } from './agreement.js';
import type { Measures } from './praat.js';

const usual: Measures = {
  pitch: [0, 100, 110, 120, 0],
  f0Median: 110,
  jitterLocal: 0.01,
  jitterRap: 0.005,
  shimmerLocal: 0.05,
  shimmerDb: 0.5,
  hnr: 15,
  intensity: 70,
  silence: 0.5,
  f1: 500,
  f2: 1_500,
  f3: 2_500,
};
const pair = (ours: Partial<Measures> = {}, theirs: Partial<Measures> = {}, sampleRate = 16_000): Pair => ({
  name: 'a file',
  sampleRate,
  ours: { ...usual, ...ours },
  theirs: { ...usual, ...theirs },
});
const row = (label: string, ...pairs: readonly Pair[]): Agreement =>
  agreements(pairs).find((each) => each.label === label)!;

describe('agreements', () => {
  it('has a met row per measure for equal measures', () => {
    const rows = agreements([pair(), pair({}, {}), pair()]);
    expect(rows).toHaveLength(13);
    for (const each of rows) {
      expect([each.label, each.files, each.isMet]).toEqual([each.label, 3, true]);
      expect([each.foundMedian, each.foundNinth]).toEqual(each.isShare ? [100, 100] : [0, 0]);
    }
  });

  it.each([
    ['F0 median', { f0Median: 111.1 }, 1],
    ['jitter (local)', { jitterLocal: 0.0105 }, 5],
    ['F1', { f1: 515 }, 3],
    ['HNR', { hnr: 15.4 }, 0.4],
    ['intensity', { intensity: 69.8 }, 0.2],
    ['total silence', { silence: 0.4 }, 0.1],
  ])('measures %s relatively in %% or absolutely', (label, ours, expected) => {
    expect(row(label, pair(ours)).foundMedian).toBeCloseTo(expected, 9);
  });

  it('is met when the median and the 90th percentile are within the targets', () => {
    const files = (count: number, hnr: number) => Array.from({ length: count }, () => pair({ hnr }));
    expect(row('HNR', ...files(10, 15.29)).isMet).toBe(true);
    expect(row('HNR', ...files(10, 15.31)).isMet).toBe(false);
    expect(row('HNR', ...files(95, 15), ...files(5, 20)).isMet).toBe(true);
    expect(row('HNR', ...files(80, 15), ...files(20, 20)).isMet).toBe(false);
  });

  it('leaves out what neither can measure, and counts what one cannot as an infinite difference', () => {
    const neither = row('HNR', pair(), pair({ hnr: NaN }, { hnr: NaN }));
    expect([neither.files, neither.isMet]).toEqual([1, true]);
    const one = row('HNR', pair({ hnr: NaN }));
    expect([one.files, one.foundMedian, one.isMet]).toEqual([1, Infinity, false]);
  });

  it('is not met without files', () => {
    expect(row('HNR').isMet).toBe(false);
  });

  it.each([
    [8_000, 0],
    [15_999, 0],
    [16_000, 1],
    [48_000, 1],
  ])('compares formants of a file at %i Hz: %i', (sampleRate, files) => {
    expect(row('F2', pair({}, {}, sampleRate)).files).toBe(files);
    expect(row('HNR', pair({}, {}, sampleRate)).files).toBe(1);
  });

  it('correlates the values of all files', () => {
    const rising = [10, 12, 15].map((hnr) => pair({ hnr }, { hnr: 2 * hnr }));
    expect(row('HNR', ...rising).correlation).toBeCloseTo(1, 9);
  });
});

describe('the agreement of the contours', () => {
  const contours = (ours: number[], theirs: number[]): Pair => pair({ pitch: ours }, { pitch: theirs });

  it.each([
    ['the same frames', [0, 100, 100], [0, 100, 100], 100],
    ['half of the frames', [100, 100, 0], [100, 0, 0], 50],
    ['no frames', [100, 0], [0, 100], 0],
    ['frames that one lacks', [100, 100], [100], 50],
  ])('is the share of the voiced frames that both call voiced: %s', (_, ours, theirs, expected) => {
    expect(row('voiced frames that agree', contours(ours, theirs)).foundMedian).toBe(expected);
  });

  it.each([
    [119, 0],
    [121, 50],
    [200, 50],
    [79, 50],
  ])('counts %i Hz instead of 100 Hz as a gross error: %i %%', (f0, expected) => {
    expect(row('gross F0 errors', contours([100, f0], [100, 100])).foundMedian).toBe(expected);
  });

  it('leaves out files without voice', () => {
    expect(row('voiced frames that agree', contours([0, 0], [0, 0]), pair()).files).toBe(1);
  });
});
