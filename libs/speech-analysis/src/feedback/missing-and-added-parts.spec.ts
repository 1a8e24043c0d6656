import { describe, expect, it } from 'vitest';
import { measuredWith, segmentAt } from '../fixtures/details.js';
import { improvementAreas } from './improvement-areas.js';
import { addedArea, missingArea } from './missing-and-added-parts.js';
import type { Segment } from './segments.js';

const missing = (...segments: Segment[]) => missingArea(measuredWith({ segments }));
const added = (segments: Segment[], pauses: { start: number; end: number }[] = []) =>
  addedArea(measuredWith({ segments, timing: { pauses } }));

/** A reference segment of 1 s that a part of `seconds` is aligned with. */
const spoken = (seconds: number, isOff = true): Segment =>
  segmentAt(0, { end: seconds, reference_end: 1, similarity: 30, off: isOff });

describe('missingArea', () => {
  it.each([
    [0, true, 1],
    [0.29, true, 1],
    [0.3, true, 0],
    [1, true, 0],
    [0.1, false, 0],
  ])('counts a second of which %d s was said and that is off (%s) as missing: %i', (seconds, isOff, count) => {
    expect(missing(spoken(seconds, isOff))).toHaveLength(count);
  });

  it('names the time of the reference from the first to the last omitted segment', () => {
    const gone = (start: number) =>
      segmentAt(0.5, { end: 0.5, reference_start: start, reference_end: start + 0.4, similarity: 0, off: true });
    const [area] = missing(segmentAt(0), gone(0.4), gone(0.8));
    expect(area).toMatchObject({ code: 'missing-part', start: 0.5, end: 0.5 });
    expect(area!.message['en-US']).toContain('from 0.4 to 1.2 s');
    expect(area!.message['zh-TW']).toContain('第 0.4 到 1.2 秒');
  });

  it('is empty when all was said', () => {
    expect(missing(segmentAt(0), segmentAt(0.4))).toEqual([]);
    expect(missing()).toEqual([]);
  });
});

describe('addedArea', () => {
  it.each([
    // Reference 1 s: more than 1.6 s and more than 3 s.
    [3, 0],
    [3.01, 1],
  ])('counts %d s for a second of the reference as added: %i', (seconds, count) => {
    expect(added([spoken(seconds)])).toHaveLength(count);
  });

  it.each([
    // Reference 0.2 s: more than 0.8 s, which is more than three times as long.
    [0.79, 0],
    [0.81, 1],
  ])('needs 0.6 s more of a short segment: %d s', (seconds, count) => {
    expect(added([segmentAt(0, { end: seconds, reference_end: 0.2, off: true })])).toHaveLength(count);
  });

  it('does not count the pauses within', () => {
    expect(added([spoken(4)], [{ start: 1, end: 2.5 }])).toEqual([]);
    expect(added([spoken(4)], [{ start: 3.9, end: 9 }])).toHaveLength(1);
  });

  it('does not count a segment that is like the reference', () => {
    expect(added([spoken(5, false)])).toEqual([]);
  });

  it('marks at most two parts', () => {
    expect(added([spoken(5), spoken(5), spoken(5)])).toHaveLength(2);
  });
});

describe('improvementAreas with missing or added parts', () => {
  const rest = [0, 0.4, 0.8, 1.2, 1.6].map((start) => segmentAt(start));
  const codes = (segments: Segment[], changes = {}) =>
    improvementAreas(measuredWith({ segments, ...changes })).map(({ code }) => code);

  it('says nothing that follows from the missing or added part', () => {
    const changes = { timing: { speech_seconds: 5 }, pitch: { contour_correlation: 0 }, rhythm_score: 10 };
    expect(codes([spoken(0), ...rest], changes)).toEqual(['missing-part']);
    expect(codes([spoken(5), ...rest], changes)).toEqual(['added-part']);
  });

  it('does not trust added parts where the pauses cannot be measured', () => {
    expect(codes([spoken(5), ...rest], { range: 20 })).not.toContain('added-part');
  });
});
