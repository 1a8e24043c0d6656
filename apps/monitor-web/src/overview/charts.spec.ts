import { formatKpi, kpis, type KpiName } from '@vocalborn/monitoring-rules';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from '../api/queries.js';
import { point } from '../fixtures/rows.js';
import { dictionaries } from '../language/dictionaries.js';
import { charts, isMeasured, largestOf, lonePoints, tickFormat, type Chart } from './charts.js';

const chartOf = (title: Chart['title']): Chart => charts.find((chart) => chart.title === title)!;

describe('the table of charts', () => {
  it('has the charts of the overview in order', () => {
    expect(charts.map(({ title, kind, unit }) => [title, kind, unit])).toEqual([
      ['throughput', 'bars', 'count'],
      ['processing', 'lines', 'seconds'],
      ['wait', 'lines', 'seconds'],
      ['rates', 'lines', 'percent'],
      ['queue', 'area', 'count'],
      ['workers', 'area', 'count'],
      ['load', 'lines', 'percent'],
      ['redis', 'lines', 'percent'],
    ]);
  });

  it.each(charts)('$title has the unit of its figures', ({ unit, lines }) => {
    const names = lines.map(({ value }) => value).filter((value): value is KpiName => value in kpis);
    for (const name of names) expect([name, kpis[name].unit]).toEqual([name, unit]);
  });

  it.each(charts)('$title has lines that differ in value, colour and label', ({ lines }) => {
    for (const part of ['value', 'color', 'label'] as const) {
      expect(new Set(lines.map((line) => line[part])).size).toBe(lines.length);
    }
  });

  it.each(charts)('$title has a title and labels in both languages', ({ title, lines }) => {
    for (const { overview } of Object.values(dictionaries)) {
      for (const name of [title, ...lines.map(({ label }) => label)]) expect(overview[name]).toMatch(/\S/);
    }
  });
});

describe('the values of a chart', () => {
  it.each<[Chart['title'], Partial<Point>[], number, boolean]>([
    ['wait', [], 0, false],
    ['wait', [{}], 0, false],
    ['wait', [{ queue_length: 9 }], 0, false],
    ['wait', [{ avg_wait_time: 0 }], 0, true],
    ['wait', [{ avg_wait_time: 2 }, { longest_wait_time: 7 }, {}], 7, true],
    ['queue', [{ queue_length: 3 }, { queue_length: 1 }], 3, true],
    ['throughput', [{}], 0, true],
    ['throughput', [{ failed: 4 }, { succeeded: 2 }], 4, true],
  ])('of %s with %j have the maximum %d; measured: %s', (title, points, largest, measured) => {
    const series = points.map((changed) => point(changed));
    expect(largestOf(chartOf(title), series)).toBe(largest);
    expect(isMeasured(chartOf(title), series)).toBe(measured);
  });
});

describe('lone points', () => {
  it.each([
    [[], []],
    [[7], [0]],
    [[null], []],
    [[1, 2, 3], []],
    [[null, null], []],
    [
      [1, null, 2, 3, null, 0, undefined, 5],
      [0, 5, 7],
    ],
    [[null, 4, null], [1]],
    [[4, null], [0]],
    [
      [0, null, 0],
      [0, 2],
    ],
  ])('of %j are at %j', (values, indexes) => {
    expect([...lonePoints(values)]).toEqual(indexes);
  });

  it('have no neighbour with a value, and all other values have one', () => {
    const values = fc.array(fc.option(fc.integer()));
    fc.assert(
      fc.property(values, (given) => {
        const lone = lonePoints(given);
        for (const [index, value] of given.entries()) {
          const hasNeighbour = [given[index - 1], given[index + 1]].some((other) => typeof other === 'number');
          expect(lone.has(index)).toBe(value !== null && !hasNeighbour);
        }
      }),
    );
  });
});

describe('the ticks of an axis', () => {
  it.each([
    ['percent', 0.14, [0, 0.035, 0.07, 0.105, 0.14], ['0%', '0.035%', '0.07%', '0.105%', '0.14%']],
    ['percent', 1, [0, 0.25, 0.5, 0.75, 1], ['0%', '0.25%', '0.5%', '0.75%', '1%']],
    ['percent', 100, [0, 25, 50, 75, 100], ['0%', '25%', '50%', '75%', '100%']],
    ['percent', 40, [0, 10, 20, 30, 40], ['0%', '10%', '20%', '30%', '40%']],
    ['seconds', 2, [0, 0.5, 1, 1.5, 2], ['0s', '0.5s', '1s', '1.5s', '2s']],
    ['seconds', 0.001, [0, 0.00025, 0.0005], ['0s', '0.00025s', '0.0005s']],
    ['count', 3, [0, 1, 2, 3], ['0', '1', '2', '3']],
    ['bytes', 2_048, [0, 1_024, 2_048], ['0 B', '1 KB', '2 KB']],
    ['seconds', 0, [0], ['0s']],
    ['percent', -1, [0], ['0%']],
  ] as const)('in %s up to %d are distinct', (unit, largest, ticks, texts) => {
    expect(ticks.map(tickFormat(unit, largest))).toEqual(texts);
  });

  it('are distinct for any maximum', () => {
    const maxima = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(maxima, (largest) => {
        const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => tickFormat('seconds', largest)(share * largest));
        expect(new Set(ticks).size).toBe(5);
      }),
    );
  });

  it.each(['count', 'bytes', 'bytes_per_second', 'per_hour', 'per_second'] as const)(
    'in %s have the format of the cards',
    (unit) => {
      for (const value of [0, 7, 12_345]) expect(tickFormat(unit, 12_345)(value)).toBe(formatKpi(value, unit));
    },
  );
});
