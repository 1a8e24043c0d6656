import { formatKpi, type KpiUnit } from '@vocalborn/monitoring-rules';

interface Series {
  readonly label: string;
  /** One value per step; null where nothing was measured, which breaks the line. */
  readonly values: readonly (number | null)[];
}

export interface Chart {
  readonly title: string;
  readonly unit: KpiUnit;
  readonly series: readonly Series[];
  /** Labels of the start and the end of the time axis. */
  readonly from: string;
  readonly to: string;
}

const width = 640;
const height = 200;
const margin = { left: 64, right: 12, top: 28, bottom: 24 };
const plot = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };

/** Distinguishable without red-green vision, on white and on black. */
const colours = ['#3b82f6', '#f59e0b', '#10b981'];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for HTML and SVG. */
export const escapeText = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');

/** A line chart as one self-contained SVG element. */
export function lineChart(chart: Chart): string {
  const known = chart.series.flatMap(({ values }) => values.filter((value) => value !== null));
  const top = niceCeiling(Math.max(0, ...known));
  const ticks = [0, top / 2, top];
  const y = (value: number): number => margin.top + plot.height * (1 - value / top);
  const text = (x: number, at: number, anchor: string, content: string): string =>
    `<text x="${x}" y="${at.toFixed(1)}" text-anchor="${anchor}">${escapeText(content)}</text>`;
  const grid = ticks.map(
    (value) =>
      `<line x1="${margin.left}" x2="${width - margin.right}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}" stroke="#9ca3af" stroke-opacity="0.4"/>` +
      text(margin.left - 6, y(value) + 4, 'end', formatKpi(value, chart.unit)),
  );
  const lines = chart.series.map(({ values }, index) => polyline(values, y, colours[index % colours.length] ?? ''));
  const legend = chart.series.length > 1 ? legendOf(chart.series) : '';
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeText(chart.title)}" ` +
    `font-family="system-ui, sans-serif" font-size="11" fill="#6b7280">` +
    `<text x="${margin.left}" y="16" font-size="13" font-weight="600">${escapeText(chart.title)}</text>${legend}` +
    `${grid.join('')}${lines.join('')}` +
    `${text(margin.left, height - 6, 'start', chart.from)}${text(width - margin.right, height - 6, 'end', chart.to)}` +
    `${known.length === 0 ? text(width / 2, height / 2, 'middle', 'nothing was measured') : ''}</svg>`
  );
}

/** One polyline per run of values; a single value is a dot. */
function polyline(values: readonly (number | null)[], y: (value: number) => number, colour: string): string {
  const x = (index: number): number => margin.left + (plot.width * (index + 0.5)) / values.length;
  const runs: string[][] = [[]];
  values.forEach((value, index) => {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push(`${x(index).toFixed(1)},${y(value).toFixed(1)}`);
  });
  return runs
    .filter((run) => run.length > 0)
    .map((run) => {
      const [cx, cy] = (run[0] ?? '').split(',');
      if (run.length === 1) return `<circle cx="${cx}" cy="${cy}" r="2" fill="${colour}"/>`;
      return `<polyline points="${run.join(' ')}" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
    })
    .join('');
}

function legendOf(series: readonly Series[]): string {
  return series
    .map(({ label }, index) => {
      const x = width - margin.right - 110 * (series.length - index);
      const colour = colours[index % colours.length] ?? '';
      return `<rect x="${x}" y="9" width="10" height="3" fill="${colour}"/><text x="${x + 14}" y="15">${escapeText(label)}</text>`;
    })
    .join('');
}

/** The smallest of …, 0.5, 1, 2, 5, 10, 20, … that is at least `value`; 1 for zero and below. */
export function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((factor) => factor * power >= value) ?? 10) * power;
}
