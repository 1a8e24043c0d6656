import { describe, expect, it } from 'vitest';
import { linearAlignment } from '../fixtures/alignments.js';
import { speechWith } from '../fixtures/speech.js';
import { intervals } from '../fixtures/tracks.js';
import { segmentsOf } from './segments.js';

const weights = (length: number): Float64Array => new Float64Array(length).fill(1);
const segments = (frames: number, ratio = 1, sounding = intervals([0, frames / 100])) =>
  segmentsOf(
    linearAlignment(frames, ratio),
    weights(frames),
    2,
    speechWith({ frames: Math.round(frames * ratio) }),
    speechWith({ frames, sounding }),
  );

describe('segmentsOf', () => {
  it.each([
    [20, 1],
    [59, 1],
    [61, 2],
    [80, 2],
    [200, 5],
  ])('divides %i0 ms into %i segments of about 0.4 s', (frames, count) => {
    expect(segments(frames)).toHaveLength(count);
  });

  it('covers the sounding parts of the reference without gaps', () => {
    const found = segments(300, 1, intervals([0, 1], [1.5, 3]));
    expect(found.map(({ reference }) => reference.start).map((time) => Math.round(time * 100))).toEqual([
      0, 33, 67, 150, 188, 225, 263,
    ]);
    expect(found.at(-1)!.reference.end).toBe(3);
  });

  it('gives for each the aligned part of the recording', () => {
    for (const { reference, sample } of segments(200, 2)) {
      expect(sample.start).toBeCloseTo(2 * reference.start, 1);
      expect(sample.end).toBeCloseTo(2 * reference.end, 1);
    }
  });

  it('relates the weighted mean distance to the chance distance', () => {
    expect(segments(80).map(({ distance }) => distance)).toEqual([0.5, 0.5]);
    const alignment = linearAlignment(40);
    alignment.distances.fill(3, 20);
    const weighted = weights(40).fill(0.5, 20);
    const speech = speechWith({ frames: 40 });
    const [found] = segmentsOf(alignment, weighted, 1, speech, speech);
    expect(found!.distance).toBeCloseTo((20 * 1 + 20 * 0.5 * 3) / 30, 9);
  });

  it('leaves out a part that nothing is aligned with', () => {
    const alignment = linearAlignment(40);
    const found = segmentsOf(alignment, weights(40), 1, speechWith(), speechWith({ frames: 100 }));
    expect(found.every(({ reference }) => reference.start < 0.4)).toBe(true);
  });
});
