import { describe, expect, it } from 'vitest';
import { sine } from '../fixtures/tracks.js';
import { bestMatch } from './waveform-match.js';

const rate = 16_000;

describe('bestMatch', () => {
  it.each([100, 123.4, 200, 317])('finds the next period of a tone of %d Hz', (frequency) => {
    const period = 1 / frequency;
    const match = bestMatch(sine(frequency, 0.5), rate, 0.25, period, [0.8 * period, 1.25 * period])!;
    expect(Math.abs(match.time - 0.25 - period)).toBeLessThan(0.02 / rate);
    expect(match.correlation).toBeGreaterThan(0.998);
    expect(match.peak).toBeCloseTo(1, 2);
  });

  it('finds the previous period in a range before the time', () => {
    const match = bestMatch(sine(125, 0.5), rate, 0.25, 0.008, [-0.01, -0.0064])!;
    expect(match.time).toBeCloseTo(0.242, 5);
  });

  it('correlates parts of different level fully', () => {
    const signal = sine(125, 0.5).map((value, index) => (index < rate / 4 ? value : 0.1 * value));
    const match = bestMatch(signal, rate, 0.25 - 0.004, 0.008, [0.0064, 0.01])!;
    expect(match.correlation).toBeGreaterThan(0.99);
    expect(match.peak).toBeCloseTo(0.1, 2);
  });

  it.each([
    ['the compared part begins before the recording', 0.003],
    ['the compared part ends after the recording', 0.497],
  ])('is undefined when %s', (_, time) => {
    expect(bestMatch(sine(125, 0.5), rate, time, 0.008, [0.0064, 0.01])).toBeUndefined();
  });

  it('is undefined without a local maximum', () => {
    const ramp = Float32Array.from({ length: rate }, (_, index) => index / rate);
    expect(bestMatch(ramp, rate, 0.5, 0.008, [0.0064, 0.01])).toBeUndefined();
  });

  it('has a correlation of 0 in silence', () => {
    expect(bestMatch(new Float32Array(rate), rate, 0.5, 0.008, [0.0064, 0.01])!.correlation).toBe(0);
  });
});
