import { describe, expect, it } from 'vitest';
import { intervals } from '../fixtures/tracks.js';
import { comparedFrames } from './compared-frames.js';

const framesOf = (from: number, to: number, ...pauses: readonly (readonly [number, number])[]): number[] =>
  Array.from(comparedFrames({ from, to, silences: { sounding: [], pauses: intervals(...pauses) } }));

describe('comparedFrames', () => {
  it('are all frames of the speech when nobody pauses', () => {
    expect(framesOf(2, 6)).toEqual([2, 3, 4, 5]);
    expect(framesOf(3, 3)).toEqual([]);
  });

  it.each([
    [[0.1, 0.4], 100],
    [[0.1, 0.41], 99],
    [[0.1, 0.5], 90],
    [[0.2, 0.8], 70],
  ] as const)('leave out the inside of the pause %j: %i of 100 frames remain', (pause, count) => {
    expect(framesOf(0, 100, pause)).toHaveLength(count);
  });

  it('keep 150 ms at each side of a pause', () => {
    const frames = framesOf(0, 100, [0.2, 0.8]);
    expect(frames).toContain(34);
    expect(frames).not.toContain(35);
    expect(frames).not.toContain(64);
    expect(frames).toContain(65);
  });

  it('leave out the inside of each of several pauses', () => {
    const frames = framesOf(0, 300, [0.2, 0.8], [1.2, 1.8], [2.2, 2.3]);
    expect(frames).toHaveLength(300 - 30 - 30);
    expect(frames).toEqual(frames.toSorted((a, b) => a - b));
  });
});
