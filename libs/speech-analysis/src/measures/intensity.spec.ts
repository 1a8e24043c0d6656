import { describe, expect, it } from 'vitest';
import { sine, trackOf } from '../fixtures/tracks.js';
import { intensityTrack, meanIntensity, praatReference, silenceLevel } from './intensity.js';

describe('intensity', () => {
  it('is −3 dB for a full-scale sine and falls by the gain', () => {
    const sine = (gain: number) =>
      Float32Array.from({ length: 16_000 }, (_, index) => gain * Math.sin((2 * Math.PI * 440 * index) / 16_000));
    expect(intensityTrack(sine(1), 16_000).values[50]).toBeCloseTo(-3.01, 1);
    expect(intensityTrack(sine(0.1), 16_000).values[50]).toBeCloseTo(-23.01, 1);
  });
});

describe('intensityTrack', () => {
  it.each([
    [75, 0.8 / 75],
    [100, 0.008],
    [50, 0.016],
  ])('has at a floor of %i Hz a frame every %d s and a window of 6.4 periods', (floor, step) => {
    const track = intensityTrack(sine(300, 1), 16_000, floor);
    expect(track.step).toBeCloseTo(step, 9);
    expect(track.count).toBe(Math.floor((1 - 6.4 / floor) / step) + 1);
  });

  it('does not see a constant', () => {
    const shifted = intensityTrack(
      sine(300, 1, 16_000, 0.1).map((value) => value + 0.5),
      16_000,
    );
    expect(shifted.values[40]).toBeCloseTo(10 * Math.log10(0.005), 2);
  });

  it('is the lowest level for digital silence', () => {
    const { values } = intensityTrack(new Float32Array(16_000), 16_000);
    expect(values.every((value) => value === silenceLevel)).toBe(true);
  });

  it('is level for a steady tone: periods of the floor are smoothed', () => {
    const { values } = intensityTrack(sine(100, 1), 16_000);
    expect(Math.max(...values) - Math.min(...values)).toBeLessThan(0.05);
  });

  it('has no frames in a recording that is shorter than the window', () => {
    expect(intensityTrack(new Float32Array(1_000), 16_000).count).toBe(0);
  });
});

describe('meanIntensity', () => {
  const track = trackOf([-10, -20, -30, -40], 0, 0.1);

  it('is the mean of the powers', () => {
    expect(meanIntensity(track)).toBeCloseTo(10 * Math.log10((0.1 + 0.01 + 0.001 + 0.0001) / 4), 9);
    expect(meanIntensity(trackOf([-30, -30]))).toBeCloseTo(-30, 9);
  });

  it('takes only the frames between two times', () => {
    expect(meanIntensity(track, 0.1, 0.2)).toBeCloseTo(10 * Math.log10(0.0055), 9);
    expect(meanIntensity(track, 0.31)).toBe(silenceLevel);
  });

  it('differs from Praat by the reference of 20 µPa', () => {
    expect(praatReference).toBeCloseTo(93.979, 3);
  });
});
