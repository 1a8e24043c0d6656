import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trackOf } from '../fixtures/tracks.js';
import { nearestValue, sampleBefore, shortTermFrames } from './short-term-frames.js';

describe('shortTermFrames', () => {
  it.each([
    [16_000, 0.04, 0.01, 97, 0.02],
    [15_999, 0.04, 0.01, 96, 0.02496875],
    [640, 0.04, 0.01, 1, 0.02],
    [639, 0.04, 0.01, 0, 0.02496875],
  ])('places the frames of %i samples at 16 kHz', (length, window, step, count, start) => {
    const frames = shortTermFrames(length, 16_000, window, step);
    expect(frames.count).toBe(count);
    expect(frames.start).toBeCloseTo(start, 6);
  });

  it('centres the frames on the sound and keeps every window inside', () => {
    const lengths = fc.integer({ min: 1_000, max: 100_000 });
    fc.assert(
      fc.property(lengths, fc.constantFrom(0.015, 0.04, 0.05), fc.constantFrom(0.005, 0.01), (length, window, step) => {
        const { count, start } = shortTermFrames(length, 16_000, window, step);
        const last = start + (count - 1) * step;
        expect(start - window / 2).toBeGreaterThanOrEqual(-1e-9);
        expect(last + window / 2).toBeLessThanOrEqual(length / 16_000 + 1e-9);
        expect(start).toBeCloseTo(length / 16_000 - last, 9);
      }),
    );
  });
});

describe('sampleBefore', () => {
  it.each([
    [0, -1],
    [0.5 / 16_000, 0],
    [1.4 / 16_000, 0],
    [1.5 / 16_000, 1],
    [1, 15_999],
  ])('is at %d s sample %i', (time, index) => {
    expect(sampleBefore(time, 16_000)).toBe(index);
  });
});

describe('nearestValue', () => {
  const track = trackOf([10, 20, 30], 0.5, 0.1);

  it.each([
    [0.5, 10],
    [0.549, 10],
    [0.551, 20],
    [0.7, 30],
    [0.44, -1],
    [0.76, -1],
  ])('is at %d s the value %i', (time, value) => {
    expect(nearestValue(track, time, -1)).toBe(value);
  });
});
