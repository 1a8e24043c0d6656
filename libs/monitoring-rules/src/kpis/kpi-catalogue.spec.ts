import { describe, expect, it } from 'vitest';
import { formatKpi, kpiNames, kpis, processingBounds, quantile } from '../index.js';

describe('the catalogue', () => {
  it('names every figure of the operators’ page in both languages', () => {
    expect(kpiNames.length).toBeGreaterThanOrEqual(18);
    for (const kpi of Object.values(kpis)) {
      expect(kpi.label['zh-TW']).not.toBe('');
      expect(kpi.label['en-US']).toMatch(/^[A-Z0-9]/);
    }
  });
});

describe('a quantile of a histogram', () => {
  const counts = (...given: [number, number][]): number[] => {
    const all = Array.from({ length: processingBounds.length + 1 }, () => 0);
    for (const [bucket, count] of given) all[bucket] = count;
    return all;
  };

  it('is interpolated within its bucket', () => {
    expect(quantile(0.5, counts([8, 10]))).toBe(27.5);
    expect(quantile(0.95, counts([0, 90], [1, 10]))).toBe(0.75);
  });

  it('is the highest bound when it lies beyond, and null of nothing', () => {
    expect(quantile(0.5, counts([processingBounds.length, 1]))).toBe(1800);
    expect(quantile(0.5, counts())).toBeNull();
  });
});

describe('a formatted value', () => {
  it.each([
    [35.24, 'seconds', '35.2s'],
    [94.5, 'percent', '94.5%'],
    [100, 'percent', '100%'],
    [536_870_912, 'bytes', '512 MB'],
    [2_147_483_648, 'bytes', '2 GB'],
    [128_000, 'bytes_per_second', '125 KB/s'],
    [85.4, 'per_hour', '85/h'],
    [null, 'count', '–'],
  ] as const)('%s in %s is %s', (value, unit, text) => {
    expect(formatKpi(value, unit)).toBe(text);
  });
});
