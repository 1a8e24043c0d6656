import { describe, expect, it } from 'vitest';
import { globalPeak, localMean, meanOf, unvoicedStrength } from './local-level.js';

const rate = 16_000;
/** A square wave of 100 Hz, so that every part of 10 ms has the same peak. */
const square = (seconds: number, amplitude: number, mean = 0): Float32Array =>
  Float32Array.from({ length: seconds * rate }, (_, index) => mean + (index % 160 < 80 ? amplitude : -amplitude));

describe('globalPeak', () => {
  it.each([
    [0.5, 0],
    [0.5, 0.25],
    [0.125, -0.5],
  ])('is the greatest distance from the mean: amplitude %d about %d', (amplitude, mean) => {
    expect(globalPeak(square(1, amplitude, mean), rate)).toBeCloseTo(amplitude, 6);
  });

  it('counts a knock of at most 60 ms as four times the rest', () => {
    const knocked = square(1, 0.05);
    knocked.fill(0.9, 4_000, 4_400);
    knocked.fill(-0.9, 4_400, 4_800);
    expect(globalPeak(knocked, rate)).toBeCloseTo(0.2, 2);
  });

  it('counts a louder part that lasts longer fully', () => {
    const raised = square(1, 0.05);
    raised.set(square(0.1, 0.9), 4_000);
    expect(globalPeak(raised, rate)).toBeCloseTo(0.9, 6);
  });

  it('is 0 in silence and in a constant', () => {
    expect(globalPeak(new Float32Array(rate), rate)).toBe(0);
    expect(globalPeak(new Float32Array(rate).fill(0.25), rate)).toBe(0);
    expect(globalPeak(new Float32Array(0), rate)).toBe(0);
  });
});

describe('meanOf and localMean', () => {
  it('are the constant of a constant', () => {
    const constant = new Float32Array(rate).fill(0.25);
    expect(meanOf(constant)).toBe(0.25);
    expect(localMean(constant, rate, 0.5, 75)).toBeCloseTo(0.25, 9);
    expect(meanOf(new Float32Array(0))).toBe(0);
  });

  it('takes one period of the floor on each side', () => {
    const step = new Float32Array(rate);
    step.fill(1, rate / 2);
    expect(localMean(step, rate, 0.5, 100)).toBeCloseTo(0.5, 2);
    expect(localMean(step, rate, 0.48, 100)).toBe(0);
    expect(localMean(step, rate, 0.52, 100)).toBe(1);
  });
});

describe('unvoicedStrength', () => {
  it.each([
    // Boersma 1993, eq. 23, with the voicing threshold 0.45 and the silence threshold 0.03.
    [1, 0.45],
    [0.5, 0.45],
    [(2 * 0.03) / 1.45, 0.45],
    [0.03 / 1.45, 1.45],
    [0, 2.45],
  ])('is for a frame at %d of the peak %d', (level, expected) => {
    expect(unvoicedStrength(level, 0.03, 0.45)).toBeCloseTo(expected, 9);
  });

  it('does not fall below the voicing threshold above the peak', () => {
    expect(unvoicedStrength(7, 0.03, 0.45)).toBe(0.45);
  });
});
