import { describe, expect, it } from 'vitest';
import { gaussianNoise } from '../fixtures/signals.js';
import { speechWith } from '../fixtures/speech.js';
import { intervals, repeated, sine } from '../fixtures/tracks.js';
import { confidenceOf, dynamicRange } from './confidence.js';

/** Half of the frames at −20 dB, half of them a range below. */
const levels = (range: number, frames = 200): number[] => [
  ...repeated(-20, frames / 2),
  ...repeated(-20 - range, frames / 2),
];
const noise = gaussianNoise(32_000);

describe('confidenceOf', () => {
  it('is 1 for enough speech and voice in a quiet room', () => {
    expect(confidenceOf(speechWith({ frames: 200, intensity: levels(40) }))).toBe(1);
  });

  it.each([
    [0.5, 0.5],
    [0.25, 0.25],
    [1, 1],
    [1.5, 1],
  ])('is for %d s of sound %d', (seconds, expected) => {
    const speech = speechWith({ frames: 200, intensity: levels(40), sounding: intervals([0, seconds]) });
    expect(confidenceOf(speech)).toBeCloseTo(expected, 2);
  });

  it.each([
    [0.4, 1],
    [0.2, 0.5],
    [0.1, 0.25],
    [0, 0],
  ])('is for a voiced share of %d %d', (share, expected) => {
    const pitch = [...repeated(150, 200 * share), ...repeated(0, 200 * (1 - share))];
    expect(confidenceOf(speechWith({ frames: 200, intensity: levels(40), pitch }))).toBeCloseTo(expected, 2);
  });

  it.each([
    [30, 1],
    [24, 0.8],
    [15, 0.5],
    [0, 0],
  ])('is for noise with a range of %i dB %d', (range, expected) => {
    expect(confidenceOf(speechWith({ frames: 200, intensity: levels(range), signal: noise }))).toBe(expected);
  });

  it('counts a clean voice with a range from 12 dB as a quiet room', () => {
    const at = (range: number) =>
      confidenceOf(speechWith({ frames: 200, intensity: levels(range), signal: sine(150, 2) }));
    expect(at(12)).toBe(1);
    expect(at(11)).toBeCloseTo(11 / 30, 2);
  });
});

describe('dynamicRange', () => {
  it.each<[string, number[], number]>([
    ['a constant level', repeated(-20, 100), 0],
    ['a ramp', Array.from({ length: 101 }, (_, index) => -index), 90],
    ['6 % of silence', [...repeated(-90, 6), ...repeated(-30, 95)], 60],
    ['5 % of silence', [...repeated(-90, 5), ...repeated(-30, 96)], 0],
    ['no frames', [], 0],
  ])('leaves out 5 %% at each end: %s', (_, values, expected) => {
    expect(dynamicRange(Float64Array.from(values.toReversed()))).toBe(expected);
  });
});
