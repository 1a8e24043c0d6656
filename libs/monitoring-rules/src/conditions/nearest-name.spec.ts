import { describe, expect, it } from 'vitest';
import { kpiNames } from '../kpis/kpis.js';
import { nearestName } from './nearest-name.js';
import { anyOf, unitFactors } from './units.js';

describe('the nearest name', () => {
  it.each(kpiNames)('of %s is itself', (name) => expect(nearestName(name, kpiNames)).toBe(name));

  it.each([
    ['queue_lenght', 'queue_length'],
    ['QUEUE_LENGTH', 'queue_length'],
    ['failurerate', 'failure_rate'],
    ['workers', 'worker_cpu'],
    ['', null],
    ['xyzzyxyzzyxyzzyxyzzy', null],
  ])('of %j is %s', (written, name) => expect(nearestName(written, kpiNames)).toBe(name));

  it('of nothing is null', () => expect(nearestName('x', [])).toBeNull());
});

describe('a list for a sentence', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a or b'],
    [['a', 'b', 'c'], 'a, b or c'],
  ])('of %j is %j', (words, text) => expect(anyOf(words)).toBe(text));
});

describe('the units', () => {
  it.each([
    ['seconds', 'ms', 0.001],
    ['seconds', 'h', 3_600],
    ['bytes', 'KB', 1_024],
    ['bytes', 'KiB', 1_024],
    ['bytes', 'GB', 1_024 ** 3],
    ['bytes_per_second', 'MB/s', 1_024 ** 2],
    ['percent', '%', 1],
  ] as const)('of %s have %s with the factor %d', (unit, name, factor) => expect(unitFactors[unit][name]).toBe(factor));

  it('of a count do not exist', () => expect(unitFactors.count).toEqual({}));
});
