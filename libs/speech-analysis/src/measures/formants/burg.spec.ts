import { describe, expect, it } from 'vitest';
import { gaussianNoise } from '../../fixtures/signals.js';
import { BurgPredictor } from './burg.js';

/** An autoregressive process x[n] = Σ aₖ·x[n − k] + noise. */
function process(coefficients: readonly number[], length: number): Float64Array {
  const noise = gaussianNoise(length + 500, 5);
  const values = new Float64Array(length + 500);
  for (let index = 0; index < values.length; index += 1) {
    values[index] = noise[index]!;
    coefficients.forEach((a, lag) => (values[index]! += a * (values[index - 1 - lag] ?? 0)));
  }
  return values.slice(500);
}

const fitted = (frame: Float64Array, order: number): number[] => {
  const predictor = new BurgPredictor(frame.length, order);
  expect(predictor.fit(frame)).toBe(true);
  return Array.from(predictor.coefficients);
};

describe('BurgPredictor', () => {
  it.each([
    ['order 1', [0.9]],
    ['order 1, negative', [-0.7]],
    ['a resonance', [1.6, -0.81]],
    ['two resonances', [2.1, -2.3, 1.5, -0.6]],
  ])('finds the coefficients of a process of %s', (_, coefficients) => {
    const found = fitted(process(coefficients, 20_000), coefficients.length);
    coefficients.forEach((truth, index) => expect(Math.abs(found[index]! - truth)).toBeLessThan(0.03));
  });

  it('predicts a sine exactly by 2·cos ω and −1', () => {
    const omega = 0.4;
    const [first, second] = fitted(
      Float64Array.from({ length: 2_000 }, (_, index) => Math.sin(omega * index)),
      2,
    );
    expect(first).toBeCloseTo(2 * Math.cos(omega), 3);
    expect(second).toBeCloseTo(-1, 3);
  });

  it('has small coefficients beyond the order of the process', () => {
    const found = fitted(process([0.9], 20_000), 6);
    expect(found.slice(1).every((value) => Math.abs(value) < 0.03)).toBe(true);
  });

  it('does not depend on the scale of the frame', () => {
    const frame = process([1.6, -0.81], 400);
    const scaled = fitted(
      frame.map((value) => value * 1000),
      4,
    );
    fitted(frame, 4).forEach((value, index) => expect(scaled[index]).toBeCloseTo(value, 9));
  });

  it('refuses a frame without energy and can be used again', () => {
    const predictor = new BurgPredictor(100, 4);
    expect(predictor.fit(new Float64Array(100))).toBe(false);
    expect(predictor.fit(process([0.9], 100))).toBe(true);
  });
});
