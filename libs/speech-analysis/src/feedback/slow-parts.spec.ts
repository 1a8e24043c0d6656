import { describe, expect, it } from 'vitest';
import { measuredWith, segmentAt } from '../fixtures/details.js';
import { slowParts } from './slow-parts.js';
import type { Segment } from './segments.js';

/** Segments of 0.4 s of the reference, of which each takes so many seconds. */
function said(...seconds: readonly number[]): Segment[] {
  let start = 0;
  return seconds.map((length, index) => {
    const segment = segmentAt(start, {
      end: start + length,
      reference_start: 0.4 * index,
      reference_end: 0.4 * (index + 1),
    });
    start += length;
    return segment;
  });
}

const partsOf = (segments: Segment[], timing = {}): (number | null)[][] =>
  slowParts(measuredWith({ segments, timing })).map(({ start, end }) => [start, end]);

describe('the advice on slow parts', () => {
  it.each<[string, number[], number[][]]>([
    ['an even tempo', [0.4, 0.4, 0.4, 0.4], []],
    ['a slow tempo throughout', [0.9, 0.9, 0.9, 0.9], []],
    ['a part that takes 1.5 times as long', [0.4, 0.4, 0.6, 0.4, 0.4], []],
    ['a part that takes 1.6 times as long', [0.4, 0.4, 0.64, 0.4, 0.4], [[0.8, 1.44]]],
    ['two slow segments in a row', [0.4, 0.8, 0.8, 0.4, 0.4], [[0.4, 2]]],
  ])('of %s marks %#', (_, seconds, expected) => {
    const found = partsOf(said(...seconds));
    expect(found.map((part) => part.map((time) => Math.round(100 * (time ?? -1)) / 100))).toEqual(expected);
  });

  it('marks the two slowest of three, in their order', () => {
    const found = partsOf(said(0.4, 1, 0.4, 0.7, 0.4, 1.2, 0.4));
    expect(found.map(([start]) => Math.round(10 * (start ?? -1)) / 10)).toEqual([0.4, 2.9]);
  });

  it('does not count a pause', () => {
    expect(partsOf(said(0.4, 1, 0.4, 0.4), { pauses: [{ start: 0.6, end: 1.2 }] })).toEqual([]);
  });

  it('says nothing without segments', () => expect(partsOf([])).toEqual([]));
});
