import { expect, it } from 'vitest';
import { pathOf } from './sparkline.js';

it('draws a line from the lowest value at the bottom to the highest at the top', () => {
  expect(pathOf([0, 10, 5], 100, 20)).toBe('M0.0 20.0L50.0 0.0L100.0 10.0');
});

it('runs through the middle when nothing changes, and draws nothing of a single value', () => {
  expect(pathOf([3, 3], 100, 20)).toBe('M0.0 10.0L100.0 10.0');
  expect(pathOf([3], 100, 20)).toBe('');
});
