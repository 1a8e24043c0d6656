import { describe, expect, it } from 'vitest';
import { sine } from '../fixtures/tracks.js';
import { clippedLike } from './matched-clipping.js';

describe('clippedLike', () => {
  const tone = sine(150, 1);
  const shareAtPeak = (signal: Float32Array): number => {
    const peak = signal.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0);
    return signal.filter((value) => Math.abs(value) >= peak - 1e-6).length / signal.length;
  };

  it.each([0.02, 0.1, 0.4])('clips the share %d of the samples, as in the other recording', (share) => {
    expect(shareAtPeak(clippedLike(tone, 0, share))).toBeCloseTo(share, 1);
  });

  it('leaves a signal alone beside one that is hardly clipped, or clipped no more', () => {
    expect(clippedLike(tone, 0, 0.005)).toBe(tone);
    expect(clippedLike(tone, 0.1, 0.1)).toBe(tone);
  });
});
