import { describe, expect, it } from 'vitest';
import { lineChart, niceCeiling } from './chart.js';

const chart = (values: readonly (number | null)[]): string =>
  lineChart({ title: 'A < B', unit: 'count', series: [{ label: 'x', values }], from: 'then', to: 'now' });

describe('a line chart', () => {
  it('breaks where nothing was measured, and dots what stands alone', () => {
    const svg = chart([1, 2, null, 3, null, 4, 5]);
    expect(svg.match(/<polyline/g)).toHaveLength(2);
    expect(svg.match(/<circle/g)).toHaveLength(1);
  });

  it('says so when nothing was measured, and escapes what it is told', () => {
    expect(chart([null, null])).toContain('nothing was measured');
    expect(chart([0])).toContain('A &lt; B');
  });

  it('ends its axis at a round number', () => {
    expect([0, 1, 3, 9, 99, 0.4].map(niceCeiling)).toEqual([1, 1, 5, 10, 100, 0.5]);
  });
});
