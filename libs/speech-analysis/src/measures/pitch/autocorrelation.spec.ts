import { describe, expect, it } from 'vitest';
import { gaussianNoise } from '../../fixtures/signals.js';
import { sine } from '../../fixtures/tracks.js';
import { FrameAutocorrelation } from './autocorrelation.js';

const rate = 16_000;

describe('FrameAutocorrelation', () => {
  it('reaches half a window of three periods of 75 Hz, lag 0 in the middle', () => {
    const correlation = new FrameAutocorrelation(sine(200, 0.2), rate);
    expect(correlation.reach).toBe((2 * (320 - 1)) / 2);
    expect(correlation.values).toHaveLength(2 * correlation.reach + 1);
    correlation.compute(0.1);
    expect(correlation.values[correlation.reach]).toBe(1);
  });

  it.each([100, 200, 400])('is nearly 1 at the period of a tone of %i Hz and −1 half a period on', (frequency) => {
    const correlation = new FrameAutocorrelation(sine(frequency, 0.2), rate);
    correlation.compute(0.1);
    const period = rate / frequency;
    expect(correlation.values[correlation.reach + period]).toBeCloseTo(1, 1);
    expect(correlation.values[correlation.reach + period / 2]).toBeCloseTo(-1, 1);
  });

  it('is symmetric about lag 0', () => {
    const correlation = new FrameAutocorrelation(gaussianNoise(3_200), rate);
    correlation.compute(0.1);
    for (let lag = 1; lag <= correlation.reach; lag += 1) {
      expect(correlation.values[correlation.reach + lag]).toBe(correlation.values[correlation.reach - lag]);
    }
  });

  it('returns the peak of the frame near its centre', () => {
    expect(new FrameAutocorrelation(sine(200, 0.2, rate, 0.5), rate).compute(0.1)).toBeCloseTo(0.5, 1);
    expect(new FrameAutocorrelation(new Float32Array(3_200).fill(0.3), rate).compute(0.1)).toBeCloseTo(0, 5);
  });

  it('has no correlation in silence, also after a frame with sound', () => {
    const half = sine(200, 0.4).map((value, index) => (index < 3_200 ? value : 0));
    const correlation = new FrameAutocorrelation(half, rate);
    correlation.compute(0.1);
    expect(correlation.compute(0.3)).toBe(0);
    expect(correlation.values.filter((value) => value !== 0)).toHaveLength(1);
  });
});
