import { expect, it } from 'vitest';
import { lonePoints, tickFormat } from './charts.js';

it('finds values without neighbours, at the ends too', () => {
  expect([...lonePoints([1, null, 2, 3, null, 0, undefined, 5])]).toEqual([0, 5, 7]);
  expect([...lonePoints([7])]).toEqual([0]);
});

it('finds none in a line without gaps, nor in nothing', () => {
  expect(lonePoints([1, 2, 3]).size + lonePoints([null, null]).size + lonePoints([]).size).toBe(0);
});

it.each([
  [0.14, [0, 0.035, 0.07, 0.105, 0.14], ['0%', '0.035%', '0.07%', '0.105%', '0.14%']],
  [1, [0, 0.25, 0.5, 0.75, 1], ['0%', '0.25%', '0.5%', '0.75%', '1%']],
  [100, [0, 25, 50, 75, 100], ['0%', '25%', '50%', '75%', '100%']],
])('an axis up to %d %% has ticks that differ', (largest, ticks, texts) => {
  expect(ticks.map(tickFormat('percent', largest))).toEqual(texts);
});

it('writes other units as everywhere, and an axis of zeros too', () => {
  expect(tickFormat('count', 3)(2)).toBe('2');
  expect(tickFormat('seconds', 0)(0)).toBe('0s');
});
