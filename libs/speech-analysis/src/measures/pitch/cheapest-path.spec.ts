import { describe, expect, it } from 'vitest';
import { PitchCandidates } from './candidates.js';
import { cheapestPath } from './cheapest-path.js';
import { pitchSettings } from './settings.js';

const most = pitchSettings.candidates;
type Candidate = readonly [f0: number, strength: number];

/** The contour of frames that have the given voiced candidates, all with the same strength of "unvoiced". */
function pathOf(frames: readonly (readonly Candidate[])[], unvoiced = 0.45): number[] {
  const candidates = new PitchCandidates(frames.length);
  frames.forEach((voiced, frame) => {
    candidates.counts[frame] = voiced.length + 1;
    voiced.forEach(([f0, strength], index) => {
      candidates.frequencies[frame * most + index + 1] = f0;
      candidates.strengths[frame * most + index + 1] = strength;
    });
  });
  return Array.from(cheapestPath(candidates, new Float64Array(frames.length).fill(unvoiced)));
}
const frames = (count: number, ...candidates: readonly Candidate[]) => Array.from({ length: count }, () => candidates);

describe('cheapestPath', () => {
  it('takes the stronger candidate of every frame where nothing jumps', () => {
    expect(pathOf(frames(5, [100, 0.8], [150, 0.95]))).toEqual([150, 150, 150, 150, 150]);
    expect(pathOf(frames(3, [100, 0.3]))).toEqual([0, 0, 0]);
  });

  it('prefers the higher of two equal candidates by the octave cost', () => {
    expect(pathOf(frames(3, [100, 0.9], [200, 0.9]))).toEqual([200, 200, 200]);
  });

  it('does not jump an octave for one frame', () => {
    const path = pathOf([...frames(4, [100, 0.9]), ...frames(1, [100, 0.8], [200, 0.95]), ...frames(4, [100, 0.9])]);
    expect(path).toEqual(Array(9).fill(100));
  });

  it('jumps where the gain outweighs the cost of two jumps', () => {
    // Two jumps of an octave cost 2 · 0.35; ten frames gain 10 · (0.95 − 0.8) and the octave cost of 0.01 each.
    const middle = (count: number) =>
      pathOf([...frames(4, [100, 0.9]), ...frames(count, [100, 0.8], [200, 0.95]), ...frames(4, [100, 0.9])]).slice(
        4,
        -4,
      );
    expect(middle(4)).toEqual(Array(4).fill(100));
    expect(middle(5)).toEqual(Array(5).fill(200));
  });

  it('bridges a gap whose voicing costs less than two transitions', () => {
    // Voiced in the gap: 0.3 − 0.01·log₂(600 / 100) per frame against 0.45 unvoiced less 2 · 0.14 in all.
    const gap = (count: number) =>
      pathOf([...frames(4, [100, 0.9]), ...frames(count, [100, 0.3]), ...frames(4, [100, 0.9])]).slice(4, -4);
    expect(gap(1)).toEqual([100]);
    expect(gap(2)).toEqual([0, 0]);
  });

  it('counts a candidate above the ceiling as unvoiced', () => {
    expect(pathOf(frames(3, [650, 0.99]))).toEqual([0, 0, 0]);
  });

  it('is unvoiced in silent frames and empty without frames', () => {
    expect(pathOf(frames(3, [100, 0.9]), 2.45)).toEqual([0, 0, 0]);
    expect(pathOf([])).toEqual([]);
  });
});
