import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { pathOf } from './sparkline.js';

it.each([
  ['nothing', [], ''],
  ['a single value', [3], ''],
  ['a rise', [0, 10], 'M0.0 20.0L100.0 0.0'],
  ['a fall', [10, 0], 'M0.0 0.0L100.0 20.0'],
  ['a rise and a fall', [0, 10, 5], 'M0.0 20.0L50.0 0.0L100.0 10.0'],
  ['a constant', [3, 3], 'M0.0 10.0L100.0 10.0'],
  ['zeros', [0, 0, 0], 'M0.0 10.0L50.0 10.0L100.0 10.0'],
  ['negative values', [-2, -1], 'M0.0 20.0L100.0 0.0'],
])('the path of %s', (_, values, path) => {
  expect(pathOf(values, 100, 20)).toBe(path);
});

it('stays inside its box and spans its width', () => {
  const values = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 2, maxLength: 60 });
  fc.assert(
    fc.property(values, (given) => {
      const points = pathOf(given, 100, 24)
        .split(/[ML]/)
        .slice(1)
        .map((pair) => pair.split(' ').map(Number) as [number, number]);
      expect(points).toHaveLength(given.length);
      expect([points[0]?.[0], points.at(-1)?.[0]]).toEqual([0, 100]);
      for (const [, y] of points) expect(y >= 0 && y <= 24).toBe(true);
    }),
  );
});
