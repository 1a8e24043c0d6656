import { describe, expect, it } from 'vitest';
import { powerOfTwoFrom, RealFft } from './real-fft.js';

describe('powerOfTwoFrom', () => {
  it.each([
    [1, 2],
    [2, 2],
    [3, 4],
    [512, 512],
    [513, 1024],
    [1000.5, 1024],
  ])('gives for %d the size %i', (least, size) => {
    expect(powerOfTwoFrom(least)).toBe(size);
  });
});

describe('RealFft', () => {
  const size = 64;
  const fill = (fft: RealFft, value: (index: number) => number): void => {
    for (let index = 0; index < size; index += 1) fft.input[index] = value(index);
  };

  it.each([0, 1, 5, 31, 32])('has all the energy of a cosine with %i periods in that bin', (periods) => {
    const fft = new RealFft(size);
    fill(fft, (index) => Math.cos((2 * Math.PI * periods * index) / size));
    fft.forward();
    for (let bin = 0; bin <= size / 2; bin += 1) {
      const magnitude = Math.hypot(fft.spectrum[2 * bin]!, fft.spectrum[2 * bin + 1]!);
      const isEdge = periods === 0 || periods === size / 2;
      expect(magnitude).toBeCloseTo(bin === periods ? (isEdge ? size : size / 2) : 0, 9);
    }
  });

  it('keeps the energy (Parseval)', () => {
    const fft = new RealFft(size);
    fill(fft, (index) => Math.sin(index * index));
    const energy = fft.input.reduce((sum, value) => sum + value * value, 0);
    fft.forward();
    let spectral = 0;
    for (let bin = 0; bin <= size / 2; bin += 1) {
      const power = fft.spectrum[2 * bin]! ** 2 + fft.spectrum[2 * bin + 1]! ** 2;
      spectral += bin === 0 || bin === size / 2 ? power : 2 * power;
    }
    expect(spectral / size).toBeCloseTo(energy, 9);
  });

  it('computes the circular autocorrelation, scaled by the size', () => {
    const fft = new RealFft(size);
    fill(fft, (index) => (index < 3 ? [1, 2, 3][index]! : 0));
    fft.autocorrelate();
    const lags = [14, 8, 3, 0].map((value) => value * size);
    lags.forEach((expected, lag) => expect(fft.spectrum[2 * lag]).toBeCloseTo(expected, 8));
  });
});
