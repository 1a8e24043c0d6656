import { describe, expect, it } from 'vitest';
import { gaussianNoise } from '../fixtures/signals.js';
import { speechWith } from '../fixtures/speech.js';
import { intervals, repeated, sine } from '../fixtures/tracks.js';
import { comparedConfidence, confidenceOf, dynamicRange, leastConfidence, notJudgedReason } from './confidence.js';

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

describe('comparedConfidence', () => {
  const clear = speechWith({ frames: 200, intensity: levels(40) });
  const brief = speechWith({ frames: 200, intensity: levels(40), sounding: intervals([0, 0.5]) });
  const noisy = speechWith({ frames: 200, intensity: levels(9), signal: noise });
  const voiced = (share: number) =>
    speechWith({
      frames: 200,
      intensity: levels(40),
      pitch: [...repeated(150, 200 * share), ...repeated(0, 200 - 200 * share)],
    });

  it.each([
    [1, 1],
    [0.75, 0.5],
    [0.5, 0.4],
    [0.25, 0.5],
    [0, 1],
  ])('is with an evidence of the same sentence of %d %d', (same, expected) => {
    expect(comparedConfidence(clear, clear, same)).toBeCloseTo(expected, 9);
  });

  it.each([
    ['a brief recording', brief, 0.5],
    ['a noisy recording', noisy, 0.3],
    ['a voice in a tenth of the recording', voiced(0.1), 0.25],
    ['a whisper', voiced(0), 0],
  ])('falls with the worse recording, whichever it is: %s', (_, poor, expected) => {
    expect(comparedConfidence(poor, clear, 1)).toBeCloseTo(expected, 9);
    expect(comparedConfidence(clear, poor, 1)).toBeCloseTo(expected, 9);
  });

  it('does not ask two whispers for a voice', () => {
    expect(comparedConfidence(voiced(0), voiced(0), 1)).toBe(1);
    expect(comparedConfidence(voiced(0.1), voiced(0.1), 1)).toBe(1);
  });
});

describe('notJudgedReason', () => {
  const clear = speechWith({ frames: 200, intensity: levels(40) });

  it.each([
    ['noise', speechWith({ frames: 200, intensity: levels(2), signal: noise })],
    ['no-voice', speechWith({ frames: 200, intensity: levels(40), pitch: 0 })],
    ['too-little-speech', speechWith({ frames: 200, intensity: levels(40), sounding: intervals([0, 0.05]) })],
  ])('is %s, in whichever recording', (reason, poor) => {
    expect(notJudgedReason(poor, clear, 0)).toBe(reason);
    expect(notJudgedReason(clear, poor, 0)).toBe(reason);
  });

  it('is null from the least confidence on', () => {
    expect(notJudgedReason(clear, clear, leastConfidence)).toBeNull();
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
