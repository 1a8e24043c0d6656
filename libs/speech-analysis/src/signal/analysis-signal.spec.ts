import { describe, expect, it } from 'vitest';
import { analysisSignal, frameCentre, frameCount } from './analysis-signal.js';

describe('analysisSignal', () => {
  it.each([8_000, 16_000, 44_100])('resamples %i Hz to 16 kHz and removes the mean', (sampleRate) => {
    const samples = Float32Array.from({ length: sampleRate }, (_, index) => 0.3 + 0.1 * Math.sin(index / 20));
    const signal = analysisSignal(samples, sampleRate);
    expect(signal).toHaveLength(16_000);
    expect(signal.reduce((sum, value) => sum + value, 0) / signal.length).toBeCloseTo(0, 6);
  });

  it('does not change its input', () => {
    const samples = Float32Array.from([1, 1, 1]);
    expect(Array.from(analysisSignal(samples, 16_000))).toEqual([0, 0, 0]);
    expect(Array.from(samples)).toEqual([1, 1, 1]);
  });
});

describe('the frames of the comparison', () => {
  it.each([
    [0, 1],
    [159, 1],
    [319, 1],
    [320, 2],
    [16_000, 100],
  ])('of %i samples are %i', (length, count) => {
    expect(frameCount(length)).toBe(count);
  });

  it.each([
    [0, 80],
    [1, 240],
    [99, 15_920],
  ])('frame %i is centred on sample %i', (frame, centre) => {
    expect(frameCentre(frame)).toBe(centre);
  });
});
