import { describe, expect, it } from 'vitest';
import { inDigits, longestGap, medianOf, percentileOf, spreadOf } from './samples.js';

describe('the median', () => {
  it.each([
    [[3], 3],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100], 10],
    [[], NaN],
  ])('of %j is %d', (values, expected) => {
    expect(medianOf(values)).toBe(expected);
  });

  it('leaves its values in their order', () => {
    const values = [3, 1, 2];
    medianOf(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('a percentile', () => {
  it.each([
    [0.5, 50],
    [0.99, 99],
    [1, 100],
    [0, 1],
  ])('of %d among 1 to 100 is %d', (share, expected) => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentileOf(values, share)).toBe(expected);
  });

  it('does not exist without values', () => {
    expect(percentileOf([], 0.5)).toBeNaN();
  });
});

describe('the longest gap', () => {
  it.each([
    [[], 0],
    [[5], 0],
    [[1, 2, 9, 10], 7],
    [[10, 1, 2, 9], 7],
  ])('of %j is %d', (times, expected) => {
    expect(longestGap(times)).toBe(expected);
  });
});

describe('a number in a table', () => {
  it.each([
    [1234.5, '1,235'],
    [123.45, '123'],
    [12.345, '12.3'],
    [1.2345, '1.23'],
    [0.012345, '0.0123'],
    [0, '0'],
    [NaN, '–'],
  ])('%d is shown as %s', (value, expected) => {
    expect(inDigits(value)).toBe(expected);
  });

  it('shows the spread of several values only', () => {
    expect(spreadOf([2, 10, 1])).toBe('1.00–10.0');
    expect(spreadOf([2])).toBe('');
  });
});
