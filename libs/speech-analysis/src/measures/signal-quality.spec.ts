import { describe, expect, it } from 'vitest';
import { buzz, gaussianNoise } from '../fixtures/signals.js';
import { intervals, repeated, trackOf } from '../fixtures/tracks.js';
import { intensityTrack } from './intensity.js';
import { clippedShare, endLevel, signalToNoise } from './signal-quality.js';

const rate = 16_000;

describe('the quality of a recording', () => {
  it.each([40, 20, 10])('has a signal-to-noise ratio of %i dB when it was made so', (ratio) => {
    const voice = buzz(150, 1);
    const power = voice.reduce((sum, value) => sum + value * value, 0) / voice.length;
    const noise = gaussianNoise(2 * rate).map((value) => value * Math.sqrt(power / 10 ** (ratio / 10)));
    const mixed = noise.map((value, index) => value + (voice[index - rate / 2] ?? 0));
    // Wide enough for the window of the intensity, so that what is left over is noise alone.
    const sounding = [{ start: 0.45, end: 1.55 }];
    expect(Math.abs(signalToNoise(intensityTrack(mixed, rate), sounding) - ratio)).toBeLessThan(1);
  });

  it('tells which part was cut off, whatever the level', () => {
    const sine = Float32Array.from({ length: rate }, (_, index) => Math.sin((2 * Math.PI * 200 * index) / rate));
    expect(clippedShare(sine)).toBe(0);
    for (const gain of [1, 0.3]) {
      const cut = sine.map((value) => gain * Math.max(-0.8, Math.min(0.8, value)));
      const truth = cut.filter((value) => Math.abs(value) >= Math.fround(gain * 0.8) - 1e-6).length / cut.length;
      expect(truth).toBeGreaterThan(0.3);
      expect(clippedShare(cut)).toBeCloseTo(truth, 2);
    }
  });
});

describe('signalToNoise', () => {
  it.each([
    // The speech holds the noise too: 10·log₁₀(10^(difference / 10) − 1).
    [-20, -50, 10 * Math.log10(999)],
    [-20, -30, 10 * Math.log10(9)],
    [-20, -20, -30],
    [-10, -120, 100],
  ])('is for speech at %d dB and noise at %d dB %d dB', (speech, noise, expected) => {
    const track = trackOf([...repeated(noise, 50), ...repeated(speech, 50)], 0.005);
    expect(signalToNoise(track, intervals([0.5, 1]))).toBeCloseTo(expected, 6);
  });

  it('takes the median of the noise, which a short knock does not change', () => {
    const noise = [...repeated(-60, 45), ...repeated(-5, 5)];
    const track = trackOf([...noise, ...repeated(-20, 50)], 0.005);
    expect(signalToNoise(track, intervals([0.5, 1]))).toBeCloseTo(10 * Math.log10(1e4 - 1), 6);
  });

  it('takes the quietest 5 % when the whole recording sounds', () => {
    const track = trackOf([...repeated(-50, 5), ...repeated(-20, 95)], 0.005);
    const expected = 10 * Math.log10((0.95 * 1e-2 + 0.05 * 1e-5 - 1e-5) / 1e-5);
    expect(signalToNoise(track, intervals([0, 1]))).toBeCloseTo(expected, 6);
  });
});

describe('clippedShare', () => {
  const share = (...values: readonly number[]): number => clippedShare(Float32Array.from(values)) * values.length;

  it.each([
    ['three samples at the limit', [0, 0.8, 0.8, 0.8, 0], 3],
    ['two samples at the limit', [0, 0.8, 0.8, 0], 0],
    ['a change of sign', [0.8, 0.8, -0.8, -0.8, 0], 0],
    ['both limits', [0.8, 0.8, 0.8, -0.8, -0.8, -0.8, 0], 6],
    ['a run up to the end', [0, 0.1, 0.8, 0.8, 0.8, 0.8], 4],
    ['values above full scale', [0, 1.5, 1.2, 1.1, 0], 3],
    ['one step of 16 bits below the limit', [0, 0.5, 0.5 - 2 ** -16, 0.5, 0], 3],
    ['two steps of 16 bits below the limit', [0, 0.5, 0.5 - 2 ** -14, 0.5, 0], 0],
    ['silence', [0, 0, 0, 0], 0],
  ])('counts %s', (_, values, expected) => {
    expect(share(...values)).toBeCloseTo(expected, 9);
  });
});

describe('endLevel', () => {
  it.each([
    [1, 0],
    [0.1, -20],
    [0, -100],
  ])('of a voice that goes on at %d of its amplitude in the last 20 ms is %d dB', (gain, expected) => {
    const voice = buzz(150, 1).map((value, index) => (index < 0.98 * rate ? value : gain * value));
    expect(Math.abs(endLevel(voice, rate) - expected)).toBeLessThan(1);
  });

  it('is that of silence without any sound', () => {
    expect(endLevel(new Float32Array(rate), rate)).toBe(-100);
    expect(endLevel(new Float32Array(0), rate)).toBe(-100);
  });
});
