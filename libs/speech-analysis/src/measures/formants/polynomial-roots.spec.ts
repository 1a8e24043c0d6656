import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PredictorRoots } from './polynomial-roots.js';

type Root = readonly [real: number, imaginary: number];

/** a₁ … aₚ of Π (z − root) = zᵖ − Σ aₖ·zᵖ⁻ᵏ; complex roots come with their conjugates. */
function coefficientsOf(roots: readonly Root[]): Float64Array {
  let polynomial: Root[] = [[1, 0]];
  for (const [real, imaginary] of roots) {
    const next: [number, number][] = [...polynomial, [0, 0] as Root].map(([x, y]) => [x, y]);
    polynomial.forEach(([x, y], index) => {
      next[index + 1]![0] -= x * real - y * imaginary;
      next[index + 1]![1] -= x * imaginary + y * real;
    });
    polynomial = next;
  }
  return Float64Array.from(polynomial.slice(1), ([real]) => -real);
}

const polar = (radius: number, angle: number): Root[] => [
  [radius * Math.cos(angle), radius * Math.sin(angle)],
  [radius * Math.cos(angle), -radius * Math.sin(angle)],
];

function expectRoots(solver: PredictorRoots, roots: readonly Root[], digits: number): void {
  for (const [real, imaginary] of roots) {
    const distances = Array.from(solver.real, (x, index) => Math.hypot(x - real, solver.imaginary[index]! - imaginary));
    expect(Math.min(...distances)).toBeLessThan(10 ** -digits);
  }
}

describe('PredictorRoots', () => {
  it.each<[string, Root[]]>([
    ['a real root', [[0.5, 0]]],
    [
      'two real roots',
      [
        [0.5, 0],
        [-0.8, 0],
      ],
    ],
    ['a resonance', polar(0.95, 0.3)],
    ['two resonances and two real roots', [...polar(0.95, 0.3), ...polar(0.9, 1.1), [0.7, 0], [-0.4, 0]]],
    ['five resonances', [0.2, 0.8, 1.4, 2, 2.6].flatMap((angle) => polar(0.96, angle))],
    ['roots outside the unit circle', [...polar(1.2, 0.5), ...polar(0.9, 2)]],
  ])('finds %s', (_, roots) => {
    const solver = new PredictorRoots(roots.length);
    expect(solver.find(coefficientsOf(roots))).toBe(true);
    expectRoots(solver, roots, 7);
  });

  it('finds the roots of one polynomial after another', () => {
    const solver = new PredictorRoots(4);
    for (const shift of [0, 0.02, 0.5, 1.2]) {
      const roots = [...polar(0.95, 0.4 + shift), ...polar(0.9, 1.6 + shift)];
      expect(solver.find(coefficientsOf(roots))).toBe(true);
      expectRoots(solver, roots, 7);
    }
  });

  it('finds any resonances that lie apart', () => {
    const angle = fc.double({ min: 0.1, max: 0.5, noNaN: true });
    const radius = fc.double({ min: 0.7, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(angle, radius, radius, (step, one, other) => {
        const roots = [...polar(one, step), ...polar(other, 3 * step), ...polar(one, 5 * step)];
        const solver = new PredictorRoots(6);
        expect(solver.find(coefficientsOf(roots))).toBe(true);
        expectRoots(solver, roots, 6);
      }),
    );
  });

  it('does not converge on coefficients that are no numbers, and recovers', () => {
    const solver = new PredictorRoots(2);
    expect(solver.find(Float64Array.from([NaN, 0.5]))).toBe(false);
    expect(solver.find(coefficientsOf(polar(0.9, 1)))).toBe(true);
  });
});
