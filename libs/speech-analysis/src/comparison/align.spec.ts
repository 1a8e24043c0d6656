import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align } from './align.js';

const rows = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 });

describe('the alignment', () => {
  it('is a monotone path from both beginnings to both ends, without gaps', () => {
    fc.assert(
      fc.property(rows, rows, (a, b) => {
        const path = align(Float64Array.from(a), Float64Array.from(b), 1);
        expect([path.a[0], path.b[0]]).toEqual([0, 0]);
        expect([path.a.at(-1), path.b.at(-1)]).toEqual([a.length - 1, b.length - 1]);
        for (let step = 1; step < path.a.length; step += 1) {
          const moves = [path.a[step]! - path.a[step - 1]!, path.b[step]! - path.b[step - 1]!];
          expect(moves.every((move) => move === 0 || move === 1)).toBe(true);
          expect(moves).not.toEqual([0, 0]);
        }
      }),
    );
  });

  it('finds no distance between a sequence and itself, stretched or not', () => {
    const once = Float64Array.from([1, 2, 3, 4, 5]);
    const slower = Float64Array.from([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    expect(align(once, once, 1).distances.every((distance) => distance === 0)).toBe(true);
    expect(align(slower, once, 1).distances.every((distance) => distance === 0)).toBe(true);
  });
});
