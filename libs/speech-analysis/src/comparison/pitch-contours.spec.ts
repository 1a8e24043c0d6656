import { describe, expect, it } from 'vitest';
import { alignmentOf, linearAlignment } from '../fixtures/alignments.js';
import { speechWith } from '../fixtures/speech.js';
import { repeated } from '../fixtures/tracks.js';
import { alignedPitch, contourCorrelation } from './pitch-contours.js';

/** F0 in Hz of a melody in semitones from 200 Hz. */
const melody = (semitones: (frame: number) => number, frames = 100): number[] =>
  Array.from({ length: frames }, (_, frame) => 200 * 2 ** (semitones(frame) / 12));
const rising = melody((frame) => frame / 20);
const correlate = (sample: readonly number[], reference: readonly number[]) =>
  contourCorrelation(
    linearAlignment(100),
    speechWith({ pitch: sample }),
    speechWith({ pitch: reference, frames: reference.length }),
  );

describe('contourCorrelation', () => {
  it.each([
    ['the same melody', rising, 1],
    ['the same melody two octaves lower', rising.map((f0) => f0 / 4), 1],
    ['the same melody with half the range', melody((frame) => frame / 40), 1],
    ['the melody upside down', melody((frame) => -frame / 20), -1],
  ])('is for %s the closed form', (_, sample, expected) => {
    expect(correlate(sample, rising)).toBeCloseTo(expected, 9);
  });

  it('is 0 for a melody at a right angle to the other', () => {
    const [sine, cosine] = [Math.sin, Math.cos].map((wave) => melody((frame) => wave((2 * Math.PI * frame) / 50)));
    expect(correlate(sine!, cosine!)).toBeCloseTo(0, 9);
  });

  it('is null for a monotone, which has no variance', () => {
    expect(correlate(repeated(256, 100), rising)).toBeNull();
  });

  it.each([
    [19, null],
    [20, 1],
  ])('needs 20 common frames: with %i it is %d', (voiced, expected) => {
    const found = correlate(
      rising.map((f0, frame) => (frame < voiced ? f0 : 0)),
      rising,
    );
    if (expected === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(expected, 9);
  });

  it('leaves out frames that deviate by more than 9 semitones, as octave errors do', () => {
    const withErrors = rising.map((f0, frame) => (frame % 10 === 0 ? 2 * f0 : f0));
    expect(correlate(withErrors, rising)).toBeCloseTo(1, 9);
    const within = rising.map((f0, frame) => (frame % 10 === 0 ? f0 * 2 ** (8 / 12) : f0));
    expect(correlate(within, rising)).toBeLessThan(0.9);
  });
});

describe('alignedPitch', () => {
  it('is the F0 of the reference at the aligned frames', () => {
    const reference = speechWith({ frames: 4, pitch: [100, 110, 0, 130] });
    const sample = speechWith({ frames: 5 });
    const alignment = alignmentOf([
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 3],
    ]);
    expect(Array.from(alignedPitch(alignment, sample, reference))).toEqual([100, 110, 110, 0, 130]);
  });

  it('counts frames from the beginning of the speech of both', () => {
    const reference = speechWith({ frames: 4, pitch: [90, 100, 110, 120], sounding: [{ start: 0.01, end: 0.04 }] });
    const sample = speechWith({ frames: 4, sounding: [{ start: 0.02, end: 0.04 }] });
    const found = alignedPitch(
      alignmentOf([
        [0, 0],
        [1, 1],
      ]),
      sample,
      reference,
    );
    expect(Array.from(found)).toEqual([0, 0, 100, 110]);
  });
});
