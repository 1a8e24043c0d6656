import { expect, it } from 'vitest';
import { lonePoints } from './lone-points.js';

it('finds values without neighbours, at the ends too', () => {
  expect([...lonePoints([1, null, 2, 3, null, 0, undefined, 5])]).toEqual([0, 5, 7]);
  expect([...lonePoints([7])]).toEqual([0]);
});

it('finds none in a line without gaps, nor in nothing', () => {
  expect(lonePoints([1, 2, 3]).size + lonePoints([null, null]).size + lonePoints([]).size).toBe(0);
});
