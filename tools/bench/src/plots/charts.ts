import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ratioOf, type Finding } from '../figures/finding.js';
import { medianOf } from '../figures/samples.js';
import { barChart } from './bar-chart.js';
import { lineChart } from './line-chart.js';

const isBeside = ({ metric, baseline }: Finding): boolean => metric !== 'stored' && baseline.length > 0;

/** The charts of a run, by file name. A measurement that was not made has no chart. */
export function chartsOf(findings: readonly Finding[]): ReadonlyMap<string, string> {
  const charts: [string, string | null][] = [
    ['ratios.svg', ratios(findings.filter((finding) => isBeside(finding) && finding.target?.of === 'ratio'))],
    ['cpu.svg', cpu(findings.filter((finding) => isBeside(finding) && finding.unit === 'ms CPU'))],
    ['workers.svg', workers(findings.filter(({ metric }) => metric === 'scaling'))],
    ['stored-tasks.svg', stored(findings.filter(({ at, unit }) => at !== undefined && unit === 'ms CPU'))],
    ['memory.svg', memory(findings.filter(({ unit }) => unit === 'MiB PSS'))],
  ];
  return new Map(charts.flatMap(([name, svg]) => (svg === null ? [] : [[name, svg] as const])));
}

/** Writes the charts to a folder, which is created. */
export async function writeCharts(folder: string, findings: readonly Finding[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, svg] of chartsOf(findings)) await writeFile(join(folder, name), svg);
}

function ratios(findings: readonly Finding[]): string | null {
  if (findings.length === 0) return null;
  return barChart({
    title: 'Throughput as a part of the bare baseline’s',
    unit: 'ratio of the medians; the dashed line is the target',
    series: ['product ÷ baseline'],
    groups: findings.map((finding) => ({
      name: finding.name,
      values: [ratioOf(finding)],
      ...(finding.target?.atLeast === undefined ? {} : { target: finding.target.atLeast }),
    })),
  });
}

function cpu(findings: readonly Finding[]): string | null {
  if (findings.length === 0) return null;
  return barChart({
    title: 'CPU time of one operation',
    unit: 'milliseconds of CPU time',
    series: ['product', 'baseline'],
    groups: findings.map(({ name, values, baseline }) => ({ name, values: [medianOf(values), medianOf(baseline)] })),
  });
}

function workers(findings: readonly Finding[]): string | null {
  if (findings.length === 0) return null;
  return lineChart({
    title: 'Tasks per second over the number of workers',
    xTitle: 'workers of two slots each',
    yTitle: 'tasks per second',
    logarithmic: false,
    lines: [{ name: 'product', points: findings.map(({ at = 0, values }) => ({ at, value: medianOf(values) })) }],
  });
}

function stored(findings: readonly Finding[]): string | null {
  if (findings.length === 0) return null;
  const nameOf = ({ name }: Finding): string => name.replace(/ at .*/, '');
  return lineChart({
    title: 'Cost over stored tasks',
    xTitle: 'stored tasks',
    yTitle: 'milliseconds of CPU time, all processes',
    logarithmic: true,
    lines: [...new Set(findings.map(nameOf))].map((name) => ({
      name,
      points: findings
        .filter((finding) => nameOf(finding) === name)
        .map(({ at = 0, values }) => ({ at, value: medianOf(values) })),
    })),
  });
}

function memory(findings: readonly Finding[]): string | null {
  if (findings.length === 0) return null;
  return barChart({
    title: 'Memory of each process',
    unit: 'MiB, proportional set size',
    series: ['MiB'],
    groups: findings.map(({ name, values }) => ({ name, values: [medianOf(values)] })),
  });
}
