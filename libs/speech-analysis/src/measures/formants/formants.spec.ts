import { describe, expect, it } from 'vitest';
import { repeated, trackOf } from '../../fixtures/tracks.js';
import { synthesise } from '../../fixtures/voice.js';
import { formantTrack, keptFormants, medianFormant, voicedBy, type FormantTrack } from './formants.js';

const always = (): boolean => true;
const formants = [
  [600, 80],
  [1400, 90],
  [2500, 120],
  [3500, 150],
  [4500, 200],
  [5500, 250],
] as const;

describe('formantTrack', () => {
  const { samples, sampleRate } = synthesise({ f0: 110, seconds: 1, sampleRate: 22_050, formants });

  it('finds the resonances of a known filter', () => {
    const track = formantTrack(samples, sampleRate, always);
    [600, 1400, 2500].forEach((truth, formant) => {
      expect(Math.abs(medianFormant(track, formant)! / truth - 1)).toBeLessThan(0.06);
    });
  });

  it('has frames every 6.25 ms with three ascending formants each', () => {
    const track = formantTrack(samples, sampleRate, always);
    expect(track.step).toBe(0.00625);
    expect(track.frequencies).toHaveLength(track.count * keptFormants);
    for (let frame = 0; frame < track.count; frame += 1) {
      const [f1, f2, f3] = track.frequencies.subarray(frame * keptFormants);
      expect(f1).toBeGreaterThanOrEqual(50);
      expect(f2).toBeGreaterThan(f1!);
      expect(f3).toBeGreaterThan(f2!);
      expect(f3).toBeLessThanOrEqual(5_450);
    }
  });

  it('measures voiced frames only', () => {
    const track = formantTrack(samples, sampleRate, (time) => time > 0.5);
    for (let frame = 0; frame < track.count; frame += 1) {
      const isVoiced = track.start + frame * track.step > 0.5;
      expect(Number.isNaN(track.frequencies[frame * keptFormants])).toBe(!isVoiced);
    }
  });

  it('has no formants in silence', () => {
    const track = formantTrack(new Float32Array(16_000), 16_000, always);
    expect(track.frequencies.every(Number.isNaN)).toBe(true);
    expect(medianFormant(track, 0)).toBeNull();
  });
});

describe('medianFormant', () => {
  const trackWith = (...values: readonly number[]): FormantTrack => ({
    count: values.length,
    start: 0,
    step: 0.00625,
    frequencies: Float64Array.from(values.flatMap((value) => [value, NaN, NaN])),
  });

  it.each([
    [[500, 700, 600], 600],
    [[500, 700], 600],
    [[NaN, 500, NaN], 500],
    [[NaN, NaN], null],
    [[], null],
  ])('of %j is %d', (values, expected) => {
    expect(medianFormant(trackWith(...values), 0)).toBe(expected);
  });

  it('is null for a formant that no frame has', () => {
    expect(medianFormant(trackWith(500, 600), 2)).toBeNull();
  });
});

describe('voicedBy', () => {
  const isVoiced = voicedBy(trackOf([...repeated(0, 2), ...repeated(120, 3), 0], 0.02));

  it.each([
    [0.03, false],
    [0.036, true],
    [0.06, true],
    [0.064, true],
    [0.066, false],
    [-1, false],
    [9, false],
  ])('tells for %d s: %s', (time, expected) => {
    expect(isVoiced(time)).toBe(expected);
  });
});
