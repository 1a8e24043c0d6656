import { describe, expect, it } from 'vitest';
import type { Comparison } from '../comparison/compare.js';
import { speechWith } from '../fixtures/speech.js';
import { intervals, repeated } from '../fixtures/tracks.js';
import { rhythmCurve, scoreOn, soundCurve } from './calibration.js';
import { leastEvidence } from './same-sentence.js';
import { scoresOf, voicedFraction, type Scores } from './scores.js';

/** Levels with a standard deviation of 5 dB. */
const lively = (frames: number): number[] => Array.from({ length: frames }, (_, frame) => (frame % 2 ? -15 : -25));
const speech = (changes: Parameters<typeof speechWith>[0] = {}) =>
  speechWith({ frames: 200, intensity: lively(200), ...changes });
const identical: Comparison = {
  distance: 0,
  orderRatio: 0,
  contrast: 12,
  segments: [],
  contourCorrelation: 1,
  referencePitch: new Float64Array(0),
  tempoRatio: 1,
  timingDeviation: 0,
};
const scores = (changes: Partial<Comparison> = {}, sample = speech(), reference = speech()): Scores =>
  scoresOf(sample, reference, { ...identical, ...changes });

describe('scoresOf', () => {
  it('is 100 for identical recordings', () => {
    expect(scores()).toEqual({ overall: 100, pronunciation: 100, fluency: 100, rhythm: 100, level: 1 });
  });

  it('weights pronunciation, fluency and rhythm 70 : 15 : 15', () => {
    const { overall, pronunciation, fluency, rhythm } = scores({ distance: 0.3, tempoRatio: 2, timingDeviation: 0.4 });
    expect(overall).toBeCloseTo(0.7 * pronunciation + 0.15 * fluency + 0.15 * rhythm, 9);
  });

  it.each([
    [100, 1, 1],
    [0.7 * 100, 2, 0.5],
  ])('is in [0, 100] (case %#)', (_, tempoRatio, timingDeviation) => {
    for (const distance of [0, 0.3, 0.6, 2]) {
      for (const value of Object.values(scores({ distance, tempoRatio, timingDeviation }))) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(100);
      }
    }
  });

  it.each([
    [0.3, 1, 0.85 * 83 + 0.15 * 100],
    [0.3, 0, 0.85 * 83 + 0.15 * 50],
    [0.3, -1, 0.85 * 83],
    [0.3, null, 83],
    // The melody counts at most 20 more than the sounds.
    [0.66, 1, 0.85 * 18 + 0.15 * 38],
  ])('takes at the distance %d and the melody %d the pronunciation %d', (distance, contourCorrelation, expected) => {
    expect(scores({ distance, contourCorrelation }).pronunciation).toBeCloseTo(expected, 9);
  });

  it('of another sentence lies between 5 and 9, however alike the sounds and the melody are', () => {
    for (const orderRatio of [0.85, 0.9, 1, 1.4]) {
      for (const distance of [0.1, 0.5, 0.9]) {
        const { pronunciation } = scores({ orderRatio, distance });
        expect(pronunciation).toBeGreaterThanOrEqual(5);
        expect(pronunciation).toBeLessThanOrEqual(9);
      }
    }
  });

  it.each([
    [12, 83],
    [10.5, 83],
    [5.25, 9 + 0.875 * 74],
    [0, 9 + 0.75 * 74],
  ])('takes at a contrast of %d for sounds of 83 a pronunciation of %d', (contrast, expected) => {
    const { pronunciation } = scores({ distance: 0.3, contrast, contourCorrelation: null });
    expect(pronunciation).toBeCloseTo(expected, 9);
  });

  it('needs no contrast for equal sounds', () => {
    expect(scores({ contrast: 1, distance: 0 }).pronunciation).toBe(100);
  });

  it.each([
    [1, 100],
    [2 ** 0.1, 100],
    [2 ** -0.1, 100],
    [2, 55],
    [0.5, 55],
    [16, 0],
  ])('takes at a tempo ratio of %d a fluency of %d', (tempoRatio, expected) => {
    expect(scores({ tempoRatio }).fluency).toBeCloseTo(expected, 9);
  });

  it.each([
    [0, 100],
    [0.5, 75],
    [1, 50],
    [3, 0],
  ])('takes %d s of additional pauses in 2 s a fluency of %d', (pause, expected) => {
    const sample = speech({ pauses: pause > 0 ? intervals([0.5, 0.5 + pause]) : [] });
    expect(scores({}, sample).fluency).toBeCloseTo(expected, 9);
  });

  it('takes as a pause only what is one with and without a telephone', () => {
    const faint = speech();
    const silences = { ...faint.silences, pauses: intervals([0.5, 1.5]) };
    expect(scores({}, { ...faint, silences }).fluency).toBe(100);
    expect(scores({}, { ...faint, contours: { ...faint.contours, silences } }).fluency).toBe(100);
  });

  it('does not reward fewer pauses than the reference', () => {
    expect(scores({}, speech(), speech({ pauses: intervals([0.5, 1]) })).fluency).toBe(100);
  });

  it.each([0, 0.2, 0.6, 1.2])('reads the rhythm curve at a deviation of %d', (timingDeviation) => {
    expect(scores({ timingDeviation }).rhythm).toBeCloseTo(scoreOn(rhythmCurve, timingDeviation), 9);
  });

  it('counts fluency and rhythm in proportion to a pronunciation below 60', () => {
    const { pronunciation, fluency, rhythm } = scores({ distance: 0.6, contourCorrelation: null });
    expect(pronunciation).toBe(scoreOn(soundCurve, 0.6));
    expect(fluency).toBeCloseTo((100 * pronunciation) / 60, 9);
    expect(rhythm).toBeCloseTo((100 * pronunciation) / 60, 9);
  });
});

describe('a recording without voice or without a change of level', () => {
  const voiced = (share: number) => [...repeated(150, 200 * share), ...repeated(0, 200 * (1 - share))];

  it.each([
    [0.15, 1],
    [0.075, 0.5],
    [0, 0],
  ])('has with a voiced share of %d the share %d of the pronunciation of another sentence', (share, expected) => {
    const other = { orderRatio: 1 };
    const { pronunciation } = scores(other, speech({ pitch: voiced(share) }));
    expect(pronunciation / scores(other).pronunciation).toBeCloseTo(expected, 6);
  });

  it('loses nothing for a hoarse voice that says the sentence, as far as can be told', () => {
    expect(scores({}, speech({ pitch: voiced(0.05) })).pronunciation).toBeCloseTo(100, 6);
    const doubtful = { orderRatio: 0.72 + 0.13 * (1 - leastEvidence) };
    expect(scores(doubtful, speech({ pitch: 0 })).pronunciation).toBeCloseTo(scores(doubtful).pronunciation, 6);
  });

  it('is not judged by more voice than the reference has', () => {
    expect(scores({}, speech({ pitch: 0 }), speech({ pitch: 0 })).pronunciation).toBe(100);
    expect(scores({}, speech({ pitch: voiced(0.05) }), speech({ pitch: voiced(0.05) })).pronunciation).toBeCloseTo(100);
  });

  it('has in proportion to a level spread below 1.5 dB less pronunciation', () => {
    const spread = (decibels: number) =>
      Array.from({ length: 200 }, (_, frame) => -20 + (frame % 2 ? decibels : -decibels));
    expect(scores({}, speech({ intensity: spread(1.5) })).pronunciation).toBeCloseTo(100, 6);
    expect(scores({}, speech({ intensity: spread(0.75) })).pronunciation).toBeCloseTo(50, 6);
    expect(scores({}, speech({ intensity: -20 })).pronunciation).toBeLessThan(0.1);
  });
});

describe('the level', () => {
  /** Two equal recordings with a distance whose overall score is known by search. */
  const levelAt = (overall: number): number => {
    let [low, high] = [0, 1];
    for (let step = 0; step < 60; step += 1) {
      const distance = (low + high) / 2;
      if (scores({ distance, contourCorrelation: null }).overall >= overall) low = distance;
      else high = distance;
    }
    return scores({ distance: low, contourCorrelation: null }).level;
  };

  it.each([
    [100, 1],
    [85, 1],
    [84, 2],
    [70, 2],
    [69, 3],
    [55, 3],
    [54, 4],
    [40, 4],
    [39, 5],
  ])('is at an overall score of %i %i', (overall, level) => {
    expect(levelAt(overall)).toBe(level);
  });
});

describe('voicedFraction', () => {
  it.each([
    ['all frames voiced', { pitch: 150 }, 1],
    ['none voiced', { pitch: 0 }, 0],
    ['half voiced', { frames: 100, pitch: [...repeated(150, 50), ...repeated(0, 50)] }, 0.5],
    ['voiced frames outside the speech', { frames: 100, pitch: 150, sounding: intervals([0.5, 1]) }, 1],
    ['pauses that are not voiced', { frames: 100, sounding: intervals([0, 0.25], [0.75, 1]), pitch: 150 }, 1],
  ])('of speech with %s', (_, settings, expected) => {
    expect(voicedFraction(speechWith(settings))).toBeCloseTo(expected, 9);
  });
});
