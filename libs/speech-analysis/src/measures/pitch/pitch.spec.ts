import { describe, expect, it } from 'vitest';
import { buzz, gaussianNoise } from '../../fixtures/signals.js';
import { sine } from '../../fixtures/tracks.js';
import { pitchTrack } from './pitch.js';

const rate = 16_000;
const pitchContour = (signal: Float32Array): Float64Array => pitchTrack(signal, rate).values;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

describe('the F0 contour', () => {
  it.each([80, 110, 150, 220, 330, 480])('finds a voice of %i Hz within half a percent', (frequency) => {
    const contour = Array.from(pitchContour(buzz(frequency, 1)));
    const inner = contour.slice(5, -5);
    expect(inner.filter((f0) => f0 > 0).length).toBeGreaterThan(0.98 * inner.length);
    expect(Math.abs(median(inner) / frequency - 1)).toBeLessThan(0.005);
  });

  it('finds no voice in noise or silence', () => {
    const noise = Array.from(pitchContour(gaussianNoise(32_000).map((value) => value * 0.1)));
    expect(noise.filter((f0) => f0 > 0).length).toBeLessThan(0.05 * noise.length);
    expect(pitchContour(new Float32Array(16_000)).every((f0) => f0 === 0)).toBe(true);
  });

  it('follows a glide without jumping an octave', () => {
    let phase = 0;
    const glide = Float32Array.from({ length: 32_000 }, (_, index) => {
      phase += (2 * Math.PI * (120 + 120 * (index / 32_000))) / 16_000;
      return 0.3 * (Math.cos(phase) + 0.5 * Math.cos(2 * phase) + 0.3 * Math.cos(3 * phase));
    });
    const contour = pitchContour(glide);
    for (let frame = 5; frame < contour.length - 5; frame += 1) {
      const expected = 120 + 120 * ((frame + 0.5) / contour.length);
      expect(Math.abs(contour[frame]! / expected - 1)).toBeLessThan(0.03);
    }
  });
});

describe('pitchTrack', () => {
  it.each([100, 220, 440])('finds the frequency of a pure tone of %i Hz within 0.02 %%', (frequency) => {
    const found = Array.from(pitchContour(sine(frequency, 0.5)));
    expect(Math.abs(median(found) / frequency - 1)).toBeLessThan(2e-4);
  });

  it.each([
    ['below 75 Hz', 60],
    ['above 600 Hz', 700],
  ])('does not report a frequency %s', (_, frequency) => {
    const found = Array.from(pitchContour(sine(frequency, 0.5))).filter((f0) => f0 > 0);
    expect(found.every((f0) => f0 >= 75 && f0 <= 600)).toBe(true);
  });

  it('has a frame every 10 ms, three periods of the floor from the ends', () => {
    const track = pitchTrack(sine(200, 1), rate);
    expect([track.step, track.count]).toEqual([0.01, 97]);
    expect(track.start).toBeCloseTo(0.02, 9);
    expect(pitchTrack(sine(200, 0.039), rate).count).toBe(0);
  });

  it('does not depend on the level', () => {
    const voice = buzz(140, 0.5);
    const quiet = pitchContour(voice.map((value) => value / 1000));
    Array.from(pitchContour(voice)).forEach((f0, frame) => expect(quiet[frame]).toBeCloseTo(f0, 2));
  });

  it('calls a quiet part unvoiced', () => {
    const voice = buzz(140, 1);
    for (let index = 0; index < rate / 2; index += 1) voice[index]! *= 0.001;
    const found = pitchContour(voice);
    expect(found.subarray(0, 40).every((f0) => f0 === 0)).toBe(true);
    expect(found.subarray(55).every((f0) => f0 > 0)).toBe(true);
  });
});
