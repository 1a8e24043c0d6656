import { describe, expect, it } from 'vitest';
import { gaussianNoise } from '../fixtures/signals.js';
import { perturbation, periodsOf, synthesise, type KnownVoice } from '../fixtures/voice.js';
import { cepstralPeakProminence } from './cepstral-peak.js';
import { contoursOf } from './contours.js';
import { voiceOf, type Voice } from './voice.js';

const schwa = [
  [500, 80],
  [1500, 90],
  [2500, 120],
  [3500, 150],
  [4500, 200],
] as const;
/** Resonances that have died away within a period, so that one pulse does not shift the next. */
const damped = [
  [500, 250],
  [1500, 300],
] as const;
/** A vocal tract resonates up to any height; formants in the way of F4 and F5 go on to half the sample rate. */
const higher = Array.from({ length: 8 }, (_, index) => [3600 + 1000 * index, 200 + 50 * index] as const);
const measure = ({ samples, sampleRate }: KnownVoice): Voice => {
  return voiceOf(samples, sampleRate, contoursOf(samples, sampleRate).pitch);
};

/** Within 10 % of the truth or within 0.1 percentage points. */
const expectPerturbation = (found: number | null, truth: number): void => {
  expect(Math.abs(found! - truth)).toBeLessThanOrEqual(Math.max(0.1 * truth, 0.001));
};

describe('F0 of a known voice', () => {
  const cases = [16_000, 44_100].flatMap((sampleRate) =>
    [82, 110, 147.3, 223.7, 311, 440].map((f0) => ({ f0, sampleRate })),
  );

  it.each(cases)('is right at $f0 Hz, sampled at $sampleRate Hz', ({ f0, sampleRate }) => {
    const { samples } = synthesise({ f0, sampleRate, jitter: 0.005, shimmer: 0.02, hnr: 20, formants: schwa });
    const { values } = contoursOf(samples, sampleRate).pitch;
    const voiced = values.filter((value) => value > 0).sort();
    expect(voiced.length).toBeGreaterThan(0.97 * values.length);
    expect(Math.abs(voiced[voiced.length >> 1]! / f0 - 1)).toBeLessThan(0.005);
    expect(voiced.filter((value) => Math.abs(value / f0 - 1) > 0.2).length).toBeLessThan(0.01 * voiced.length);
  });
});

describe('jitter of a known voice', () => {
  it.each([0, 0.005, 0.01, 0.02, 0.04])('is right at %f', (jitter) => {
    const voice = synthesise({ f0: 120, seconds: 3, jitter, sampleRate: 44_100, formants: damped });
    expectPerturbation(measure(voice).jitter.local, perturbation(periodsOf(voice.pulses)));
  });

  it('is smaller as rap, which forgives slow changes, and both rise together', () => {
    const found = [0.005, 0.02].map((jitter) => measure(synthesise({ f0: 120, jitter })).jitter);
    for (const { local, rap } of found) expect(rap!).toBeLessThan(local!);
    expect(found[1]!.rap! / found[0]!.rap!).toBeGreaterThan(2);
  });
});

describe('shimmer of a known voice', () => {
  it.each([0, 0.02, 0.05, 0.1])('is right at %f', (shimmer) => {
    const voice = synthesise({ f0: 120, seconds: 3, shimmer, sampleRate: 44_100 });
    const found = measure(voice).shimmer;
    expectPerturbation(found.local, perturbation(voice.amplitudes));
    const decibels = voice.amplitudes
      .slice(1)
      .map((value, index) => Math.abs(20 * Math.log10(value / voice.amplitudes[index]!)));
    const truth = decibels.reduce((sum, value) => sum + value, 0) / decibels.length;
    expect(Math.abs(found.decibels! - truth)).toBeLessThanOrEqual(Math.max(0.1 * truth, 0.01));
  });
});

describe('harmonicity of a known voice', () => {
  it.each([5, 10, 15, 20, 30])('is right at %i dB', (hnr) => {
    expect(Math.abs(measure(synthesise({ f0: 150, hnr, formants: schwa })).harmonicity! - hnr)).toBeLessThan(1);
  });
});

describe('formants of a known voice', () => {
  const vowels = {
    a: [750, 1200, 2600],
    i: [300, 2300, 3000],
    u: [320, 850, 2400],
    ə: [500, 1500, 2500],
  };
  const cases = Object.entries(vowels).flatMap(([vowel, truth]) => [105, 140].map((f0) => ({ vowel, truth, f0 })));

  it.each(cases)('are right in [$vowel] at $f0 Hz', ({ truth, f0 }) => {
    const formants = [...truth.map((frequency) => [frequency, 60 + frequency / 50] as const), ...higher];
    const found = measure(synthesise({ f0, sampleRate: 22_050, formants })).formantMedians;
    found.forEach((frequency, index) => {
      expect(Math.abs(frequency! / truth[index]! - 1)).toBeLessThan(0.05);
    });
  });
});

describe('the cepstral peak', () => {
  it('stands out less with every step of noise, and hardly in noise alone', () => {
    const found = [30, 15, 5].map((hnr) => {
      const { samples, sampleRate } = synthesise({ f0: 150, hnr, formants: schwa });
      return cepstralPeakProminence(samples, sampleRate)!;
    });
    const none = cepstralPeakProminence(gaussianNoise(32_000), 16_000)!;
    expect(found[0]!).toBeGreaterThan(found[1]! + 1);
    expect(found[1]!).toBeGreaterThan(found[2]! + 1);
    expect(found[2]!).toBeGreaterThan(none);
  });
});

describe('what is no voice', () => {
  it('has neither pulses nor formants, jitter, shimmer or harmonicity', () => {
    const { samples, sampleRate } = { samples: new Float32Array(16_000), sampleRate: 16_000 };
    const voice = voiceOf(samples, sampleRate, contoursOf(samples, sampleRate).pitch);
    expect(voice.pulses).toHaveLength(0);
    expect(voice).toMatchObject({
      jitter: { local: null, rap: null },
      shimmer: { local: null, decibels: null },
      harmonicity: null,
      formantMedians: [null, null, null],
    });
  });
});
