import { describe, expect, it } from 'vitest';
import { levelOf, tone } from '../fixtures/tones.js';
import {
  noiseLike,
  part,
  seeded,
  throughMicrophone,
  throughTelephone,
  withGain,
  withGap,
  withNoise,
  withSilence,
} from './effects.js';

const unit = levelOf(tone(1_000));

describe('seeded', () => {
  it('repeats its numbers in [0, 1) for the same seed', () => {
    const [one, same, other] = [seeded(1), seeded(1), seeded(2)];
    const numbers = Array.from({ length: 200 }, () => one());
    expect(numbers).toEqual(Array.from({ length: 200 }, () => same()));
    expect(numbers).not.toEqual(Array.from({ length: 200 }, () => other()));
    expect(numbers.every((value) => value >= 0 && value < 1)).toBe(true);
  });
});

describe('noise', () => {
  it('has power 1 and a mean of 0', () => {
    const { samples } = noiseLike(tone(100), 3);
    expect(samples.reduce((sum, value) => sum + value, 0) / samples.length).toBeCloseTo(0, 1);
    expect(levelOf({ samples, sampleRate: 16_000 })).toBeCloseTo(0, 0);
  });

  it.each([20, 10, 0, -10])('is added at %i dB', (ratio) => {
    const clean = tone(200);
    const noisy = withNoise(clean, ratio, 5);
    const noise = noisy.samples.map((value, index) => value - clean.samples[index]!);
    expect(unit - levelOf({ samples: noise, sampleRate: 16_000 })).toBeCloseTo(ratio, 0);
  });
});

describe('withGain', () => {
  it.each([12, 0, -12])('changes the level by %i dB', (decibels) => {
    expect(levelOf(withGain(tone(500), decibels)) - unit).toBeCloseTo(decibels, 3);
  });
});

describe('parts and silence', () => {
  const recording = { samples: Float32Array.from([1, 2, 3, 4]), sampleRate: 4 };
  const samplesOf = (each: { samples: Float32Array }) => Array.from(each.samples);

  it.each([
    [0, 0.5, [1, 2]],
    [0.5, 1, [3, 4]],
    [0, 1, [1, 2, 3, 4]],
    [0.5, 0.5, []],
  ])('takes the part from %d to %d', (from, to, expected) => {
    expect(samplesOf(part(recording, from, to))).toEqual(expected);
  });

  it('adds silence before, after and in the middle', () => {
    expect(samplesOf(withSilence(recording, 0.5, 0.25))).toEqual([0, 0, 1, 2, 3, 4, 0]);
    expect(samplesOf(withGap(recording, 0.5))).toEqual([1, 2, 0, 0, 3, 4]);
  });
});

describe('throughTelephone', () => {
  it.each([8_000, 16_000, 48_000])('passes 1 kHz at %i Hz and attenuates by 3 dB at the edges', (sampleRate) => {
    const loss = (frequency: number) => levelOf(throughTelephone(tone(frequency, sampleRate))) - unit;
    expect(loss(1_000)).toBeCloseTo(0, 0);
    expect(loss(300)).toBeCloseTo(-3, 0);
    expect(loss(100)).toBeLessThan(-30);
  });

  it('removes what lies far above 3.4 kHz', () => {
    expect(levelOf(throughTelephone(tone(7_000)))).toBeLessThan(unit - 24);
  });
});

describe('throughMicrophone', () => {
  it.each([
    [2_500, 8],
    [180, -3],
    [60, -19],
  ])('changes %i Hz by %i dB', (frequency, decibels) => {
    expect(Math.abs(levelOf(throughMicrophone(tone(frequency))) - unit - decibels)).toBeLessThan(0.8);
  });
});
