import { describe, expect, it } from 'vitest';
import { formatKpi } from './format.js';
import type { KpiUnit } from './kpis.js';

const units: readonly KpiUnit[] = [
  ...(['count', 'percent', 'seconds', 'bytes', 'bytes_per_second', 'per_hour', 'per_second'] as const),
];

describe('a value with its unit', () => {
  it.each<[number, KpiUnit, string]>([
    [3, 'count', '3'],
    [2.6, 'count', '3'],
    [0, 'percent', '0%'],
    [12.34, 'percent', '12.3%'],
    [99.96, 'percent', '100%'],
    [0.04, 'seconds', '0s'],
    [15.6, 'seconds', '15.6s'],
    [0, 'bytes', '0 B'],
    [1_023, 'bytes', '1023 B'],
    [1_024, 'bytes', '1 KB'],
    [1_536, 'bytes', '1.5 KB'],
    [10 * 1_024, 'bytes', '10 KB'],
    [256 * 1_024 ** 2, 'bytes', '256 MB'],
    [1.5 * 1_024 ** 3, 'bytes', '1.5 GB'],
    [5_000 * 1_024 ** 4, 'bytes', '5000 TB'],
    [125 * 1_024, 'bytes_per_second', '125 KB/s'],
    [450, 'per_second', '450/s'],
    [84.6, 'per_hour', '85/h'],
  ])('%d in %s is %s', (value, unit, text) => expect(formatKpi(value, unit)).toBe(text));

  it.each(units)('that is null in %s is a dash', (unit) => expect(formatKpi(null, unit)).toBe('–'));
});
