import { describe, expect, it } from 'vitest';
import type { Finding } from '../figures/finding.js';
import { barChart } from './bar-chart.js';
import { chartsOf } from './charts.js';
import { lineChart } from './line-chart.js';
import { axisMarks, escaped } from './svg.js';

describe('the marks of an axis', () => {
  it.each([
    [10, [0, 2, 4, 6, 8, 10]],
    [0.73, [0, 0.2, 0.4, 0.6, 0.8]],
    [1234, [0, 500, 1000, 1500]],
    [0, [0, 1]],
    [NaN, [0, 1]],
  ])('up to %d are %j', (largest, expected) => {
    expect(axisMarks(largest)).toEqual(expected);
  });
});

describe('a bar chart', () => {
  const svg = barChart({
    title: 'CPU < time',
    unit: 'ms',
    series: ['product', 'baseline'],
    groups: [
      { name: 'submit', values: [2, 1], target: 1.5 },
      { name: 'status', values: [4, NaN] },
    ],
  });

  it('has a title, a legend, the unit, and a name for each group', () => {
    for (const text of ['CPU &lt; time', 'product', 'baseline', 'ms', 'submit', 'status']) {
      expect(svg).toContain(`>${text}</text>`);
    }
  });

  it('draws bars in proportion, none for what was not measured, and a line for the target', () => {
    const widths = [...svg.matchAll(/<rect x="276" y="[\d.]+" width="([\d.]+)"/g)].map(([, width]) => Number(width));
    expect(widths).toHaveLength(3);
    expect(widths[0]! / widths[1]!).toBeCloseTo(2, 1);
    expect(widths[2]! / widths[1]!).toBeCloseTo(4, 1);
    expect(svg.match(/class="target"/g)).toHaveLength(1);
  });

  it('is readable in a dark scheme', () => {
    expect(svg).toContain('prefers-color-scheme: dark');
  });
});

describe('a line chart', () => {
  const points = [10, 100, 1_000].map((at) => ({ at, value: 5 }));
  const chart = { title: 'Cost', xTitle: 'stored tasks', yTitle: 'ms', lines: [{ name: 'task', points }] };
  const placesOf = (svg: string): number[] => [...svg.matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => Number(x));

  it('puts equal factors equally far apart when it is logarithmic', () => {
    const [a = 0, b = 0, c = 0] = placesOf(lineChart({ ...chart, logarithmic: true }));
    expect(c - b).toBeCloseTo(b - a, 0);
  });

  it('puts equal differences equally far apart when it is not', () => {
    const [a = 0, b = 0, c = 0] = placesOf(lineChart({ ...chart, logarithmic: false }));
    expect((c - b) / (b - a)).toBeCloseTo(10, 0);
  });

  it('names both axes and marks every place', () => {
    const svg = lineChart({ ...chart, logarithmic: true });
    for (const text of ['stored tasks', 'ms', '10', '100', '1,000']) expect(svg).toContain(`>${text}</text>`);
  });

  it('draws a single point without dividing by nothing', () => {
    expect(
      lineChart({ ...chart, logarithmic: true, lines: [{ name: 'x', points: points.slice(0, 1) }] }),
    ).not.toContain('NaN');
  });
});

describe('the charts of a run', () => {
  const of = (more: Partial<Finding>): Finding => ({
    ...{ metric: 'requests', name: 'submit', unit: 'requests/s', values: [7], baseline: [10] },
    ...more,
  });

  it('are those whose measurements were made', () => {
    const findings = [of({ target: { of: 'ratio', atLeast: 0.7 } }), of({ unit: 'ms CPU', name: 'submit, redis' })];
    expect([...chartsOf(findings).keys()]).toEqual(['ratios.svg', 'cpu.svg']);
    expect(chartsOf([]).size).toBe(0);
  });

  it('have one line for each cost over stored tasks', () => {
    const findings = [1_000, 10_000].flatMap((at) =>
      ['submit', 'task'].map((name) =>
        of({ metric: 'stored', name: `${name} at ${at}`, unit: 'ms CPU', baseline: [], at }),
      ),
    );
    expect(
      chartsOf(findings)
        .get('stored-tasks.svg')
        ?.match(/<polyline/g),
    ).toHaveLength(2);
  });
});

it('escapes what SVG would read as a tag', () => {
  expect(escaped('a < b & c > d')).toBe('a &lt; b &amp; c &gt; d');
});
