import { describe, expect, it } from 'vitest';
import { CommandError } from '../failures.js';
import { chartsOf, stepOf, type ReportContents } from './gather.js';
import { asHtml, asMarkdown } from './render.js';
import { readWindow } from './report.js';

const report: ReportContents = {
  ...{ from: '2026-01-24T12:00:00.000Z', to: '2026-01-31T12:00:00.000Z', stepSeconds: 6_300 },
  counts: { accepted: 12, succeeded: 9, failed: 1, unusable: 0, retried: 2, revoked: 0 },
  figures: [
    { name: 'success_rate', value: 90 },
    { name: 'avg_processing_time', value: 35.2 },
    { name: 'avg_wait_time', value: null },
  ],
  charts: [
    {
      ...{ title: 'Wait & see', unit: 'count', from: 'then', to: 'now' },
      series: [{ label: 'a', values: [1, 2] }],
    },
  ],
  failures: [
    {
      ...{ kind: 'file', message: 'a | b\n<script>', attempts: 3, failures: 1, latestTaskId: 't' },
      ...{ largestBytes: 1, unresolvedSeconds: null },
    },
  ],
};

describe('the period of a report', () => {
  it.each([
    ['60m', 3_600],
    ['1h', 3_600],
    ['24h', 86_400],
    ['7d', 604_800],
    ['366d', 31_622_400],
  ])('%s is %i seconds', (text, seconds) => expect(readWindow(text)).toBe(seconds));

  it.each(['59m', '367d', '0h', '7', 'd', '1w', '-1h', '1.5h', '9999999h', ''])('cannot be "%s"', (text) => {
    expect(() => readWindow(text)).toThrow(CommandError);
  });

  it.each([
    [3_600, 60],
    [86_400, 900],
    [7 * 86_400, 6_300],
    [30 * 86_400, 27_000],
  ])('of %i s has points of %i s', (window, step) => expect(stepOf(window)).toBe(step));

  it('always has points of whole minutes, about 96 of them in a day or more', () => {
    for (let hours = 24; hours <= 366 * 24; hours += 7) {
      expect(stepOf(hours * 3_600) % 60).toBe(0);
      expect(Math.abs((hours * 3_600) / stepOf(hours * 3_600) - 96)).toBeLessThan(4);
    }
  });
});

describe('the HTML page', () => {
  const page = asHtml(report);

  it('names the period, the figures and the counts', () => {
    expect(page).toContain('2026-01-24T12:00Z to 2026-01-31T12:00Z, in steps of 105 min');
    expect(page).toContain('<td>90%</td>');
    expect(page).toContain('<td>35.2s</td>');
    expect(page).toContain('<tr><td>Tasks accepted</td><td>12</td></tr>');
  });

  it('escapes what failures and titles contain', () => {
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script');
    expect(page).toContain('Wait &amp; see');
  });

  it('loads nothing from elsewhere', () => expect(page).not.toMatch(/(?:src|href)=|url\(|@import/));

  it('says so when no attempt failed', () => {
    expect(asHtml({ ...report, failures: [] })).toContain('No attempt failed.');
  });
});

describe('the Markdown', () => {
  const text = asMarkdown(report);

  it('keeps each failure on one row of the table', () => {
    expect(text).toContain('| file | a \\| b <script> | 3 | 1 |');
  });

  it('embeds each chart as an image', () => {
    const [, base64 = ''] = /!\[Wait & see\]\(data:image\/svg\+xml;base64,([^)]+)\)/.exec(text) ?? [];
    expect(Buffer.from(base64, 'base64').toString()).toMatch(/^<svg .*<\/svg>$/s);
  });

  it('says so when no attempt failed', () => {
    expect(asMarkdown({ ...report, failures: [] })).toContain('No attempt failed.');
  });
});

describe('the charts', () => {
  it('are drawn also when nothing was measured', () => {
    const charts = chartsOf([], [], 60);
    expect(charts.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Processing time', 'Outcome of attempts']),
    );
    expect(charts).toHaveLength(8);
    for (const { series, from, to } of charts) {
      expect(series.every(({ values }) => values.length === 0)).toBe(true);
      expect([from, to]).toEqual(['', '']);
    }
  });

  it('distinguish their series by short labels', () => {
    const labels = chartsOf([], [], 60).map(({ series }) => series.map(({ label }) => label));
    expect(labels).toContainEqual(['mean', '95th percentile']);
    expect(labels).toContainEqual(['success', 'failure', 'unusable recordings', 'retry']);
    for (const each of labels) expect(new Set(each).size).toBe(each.length);
  });
});
