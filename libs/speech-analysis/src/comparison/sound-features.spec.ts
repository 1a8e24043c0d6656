import { describe, expect, it } from 'vitest';
import { bands } from '../measures/mel-bands.js';
import { discriminant } from './discriminant.js';
import { contextSize, featureSize, soundFeatures, withContext } from './sound-features.js';

/** Frames whose bands all hold the number of the frame. */
const numbered = (frames: number): Float64Array =>
  Float64Array.from({ length: frames * bands }, (_, index) => Math.floor(index / bands));

describe('the discriminant', () => {
  it('has 12 directions over the bands of seven frames', () => {
    expect(contextSize).toBe(7 * 23);
    expect(featureSize).toBe(12);
    expect(discriminant).toHaveLength(12 * 7 * 23);
  });

  it('has independent directions of finite values', () => {
    expect(discriminant.every(Number.isFinite)).toBe(true);
    const rows = Array.from({ length: featureSize }, (_, row) =>
      discriminant.slice(row * contextSize, (row + 1) * contextSize),
    );
    const dot = (one: readonly number[], other: readonly number[]): number =>
      one.reduce((sum, value, index) => sum + value * other[index]!, 0);
    for (const [index, one] of rows.entries()) {
      for (const other of rows.slice(index + 1)) {
        expect(Math.abs(dot(one, other)) / Math.sqrt(dot(one, one) * dot(other, other))).toBeLessThan(0.95);
      }
    }
  });
});

describe('withContext', () => {
  it('takes every second frame from 60 ms before to 60 ms after', () => {
    const row = withContext(numbered(20)).subarray(10 * contextSize, 11 * contextSize);
    expect(Array.from({ length: 7 }, (_, place) => row[place * bands])).toEqual([4, 6, 8, 10, 12, 14, 16]);
  });

  it('repeats the outermost frames at the ends', () => {
    const rows = withContext(numbered(8));
    const places = (frame: number) =>
      Array.from({ length: 7 }, (_, place) => rows[frame * contextSize + place * bands + bands - 1]);
    expect(places(0)).toEqual([0, 0, 0, 0, 2, 4, 6]);
    expect(places(7)).toEqual([1, 3, 5, 7, 7, 7, 7]);
  });
});

describe('soundFeatures', () => {
  const logs = Float64Array.from({ length: 30 * bands }, (_, index) => Math.sin(index * 0.7));

  it('projects the context of each frame on every direction', () => {
    const [features, contexts] = [soundFeatures(logs), withContext(logs)];
    for (const frame of [0, 3, 15, 29]) {
      for (const direction of [0, 5, 11]) {
        let expected = 0;
        for (let index = 0; index < contextSize; index += 1) {
          expected += discriminant[direction * contextSize + index]! * contexts[frame * contextSize + index]!;
        }
        expect(features[frame * featureSize + direction]).toBeCloseTo(expected, 9);
      }
    }
  });

  it.each([1, 2, 7])('takes every %ith frame', (stride) => {
    const [all, some] = [soundFeatures(logs), soundFeatures(logs, stride)];
    expect(some).toHaveLength(Math.ceil(30 / stride) * featureSize);
    for (let row = 0; row < some.length / featureSize; row += 1) {
      const at = row * stride * featureSize;
      expect(Array.from(some.subarray(row * featureSize, (row + 1) * featureSize))).toEqual(
        Array.from(all.subarray(at, at + featureSize)),
      );
    }
  });

  it('is linear', () => {
    const double = soundFeatures(logs.map((value) => 2 * value));
    soundFeatures(logs).forEach((value, index) => expect(double[index]).toBeCloseTo(2 * value, 9));
  });
});
