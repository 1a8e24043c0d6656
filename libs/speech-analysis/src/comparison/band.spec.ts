import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandAlong, diagonalBand, type Band } from './band.js';

const size = fc.record({ rows: fc.integer({ min: 1, max: 900 }), columns: fc.integer({ min: 1, max: 900 }) });

function expectUsable({ span, first }: Band, { rows, columns }: { rows: number; columns: number }): void {
  expect(first).toHaveLength(rows);
  expect(span).toBeLessThanOrEqual(columns);
  expect(first[0]).toBe(0);
  expect(first[rows - 1]! + span).toBe(rows === 1 ? span : columns);
  for (let row = 1; row < rows; row += 1) {
    const shift = first[row]! - first[row - 1]!;
    // Neighbouring rows overlap, so that a path can cross.
    expect(shift).toBeGreaterThanOrEqual(0);
    expect(shift).toBeLessThan(Math.max(span, 1));
    expect(first[row]! + span).toBeLessThanOrEqual(columns);
  }
}

describe('diagonalBand', () => {
  it('reaches both corners for every size', () => {
    fc.assert(fc.property(size, (each) => expectUsable(diagonalBand(each, 1), each)));
  });

  it.each([
    ['the shortest half-width of 1.5 s', { rows: 400, columns: 400 }, 1, 301],
    ['30 % of the longer sequence', { rows: 1000, columns: 1000 }, 1, 601],
    ['the longest half-width of 60 s', { rows: 30_000, columns: 30_000 }, 1, 12_001],
    ['half as many rows at a stride of 2', { rows: 400, columns: 400 }, 2, 241],
    ['all columns when there are few', { rows: 200, columns: 200 }, 1, 200],
  ])('has %s', (_, each, stride, span) => {
    expect(diagonalBand(each, stride).span).toBe(span);
  });

  it('contains the diagonal', () => {
    const { span, first } = diagonalBand({ rows: 2000, columns: 1500 }, 1);
    for (let row = 0; row < 2000; row += 100) {
      const column = (row * 1500) / 2000;
      expect(column).toBeGreaterThanOrEqual(first[row]!);
      expect(column).toBeLessThan(first[row]! + span);
    }
  });
});

describe('bandAlong', () => {
  const diagonal = (length: number) => ({
    a: Int32Array.from({ length }, (_, step) => step),
    b: Int32Array.from({ length }, (_, step) => step),
  });

  it('lies 1.5 s to each side of the coarse path', () => {
    const { span, first } = bandAlong(diagonal(500), { rows: 2000, columns: 2000 }, 4);
    expect(span).toBe(301);
    for (const row of [400, 801, 1202]) expect(first[row]).toBe(row - 150);
  });

  it('follows a detour of the coarse path', () => {
    const a = Int32Array.from([...Array.from({ length: 250 }, (_, k) => k), ...Array(250).fill(249)]);
    const b = Int32Array.from({ length: 500 }, (_, k) => (k < 250 ? k : k));
    const band = bandAlong({ a, b }, { rows: 1000, columns: 2000 }, 4);
    expectUsable(band, { rows: 1000, columns: 2000 });
    expect(band.first[400]).toBeLessThanOrEqual(400);
    expect(band.first[400]! + band.span).toBeGreaterThan(400);
  });
});
