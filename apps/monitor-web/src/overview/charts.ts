import { formatKpi, type KpiName, type KpiUnit } from '@vocalborn/monitoring-rules';
import type { Point } from '../api/queries.js';
import type { Words } from '../language/dictionaries.js';

type Texts = Words['overview'];
type TextName = { [Name in keyof Texts]: Texts[Name] extends string ? Name : never }[keyof Texts];

interface Line {
  readonly value: KpiName | 'succeeded' | 'failed' | 'retried';
  readonly label: TextName;
  readonly color: string;
}

export interface Chart {
  readonly title: TextName;
  readonly kind: 'bars' | 'lines' | 'area';
  readonly unit: KpiUnit;
  readonly lines: readonly Line[];
}

/** Charts of the overview, in order. */
export const charts: readonly Chart[] = [
  {
    title: 'throughput',
    kind: 'bars',
    unit: 'count',
    lines: [
      { value: 'succeeded', label: 'succeeded', color: 'teal.6' },
      { value: 'failed', label: 'failed', color: 'red.6' },
      { value: 'retried', label: 'retried', color: 'orange.5' },
    ],
  },
  {
    title: 'processing',
    kind: 'lines',
    unit: 'seconds',
    lines: [
      { value: 'avg_processing_time', label: 'average', color: 'indigo.5' },
      { value: 'p95_processing_time', label: 'p95', color: 'grape.5' },
    ],
  },
  {
    title: 'wait',
    kind: 'lines',
    unit: 'seconds',
    lines: [
      { value: 'avg_wait_time', label: 'average', color: 'indigo.5' },
      { value: 'longest_wait_time', label: 'longest', color: 'grape.5' },
    ],
  },
  {
    title: 'rates',
    kind: 'lines',
    unit: 'percent',
    lines: [
      { value: 'success_rate', label: 'successRate', color: 'teal.6' },
      { value: 'failure_rate', label: 'failureRate', color: 'red.6' },
      { value: 'unusable_recording_rate', label: 'unusableRate', color: 'grape.5' },
      { value: 'retry_rate', label: 'retryRate', color: 'orange.5' },
    ],
  },
  {
    title: 'queue',
    kind: 'area',
    unit: 'count',
    lines: [{ value: 'queue_length', label: 'waiting', color: 'indigo.5' }],
  },
  {
    title: 'workers',
    kind: 'area',
    unit: 'count',
    lines: [{ value: 'active_workers', label: 'online', color: 'teal.6' }],
  },
  {
    title: 'load',
    kind: 'lines',
    unit: 'percent',
    lines: [
      { value: 'worker_cpu', label: 'cpu', color: 'indigo.5' },
      { value: 'worker_memory_usage', label: 'memory', color: 'grape.5' },
    ],
  },
  {
    title: 'redis',
    kind: 'lines',
    unit: 'percent',
    lines: [
      { value: 'redis_memory_usage', label: 'memory', color: 'grape.5' },
      { value: 'redis_connection_usage', label: 'connections', color: 'indigo.5' },
    ],
  },
];

/** Largest value of the chart; 0 without values. */
export const largestOf = (chart: Chart, points: readonly Point[]): number =>
  Math.max(0, ...points.flatMap((point) => chart.lines.map(({ value }) => point[value] ?? 0)));

/** Whether the chart has any value. */
export const isMeasured = (chart: Chart, points: readonly Point[]): boolean =>
  points.some((point) => chart.lines.some(({ value }) => typeof point[value] === 'number'));

/** Indexes of values without a neighbour. No line connects them, so that the chart marks them with a dot. */
export function lonePoints(values: readonly (number | null | undefined)[]): ReadonlySet<number> {
  const isThere = (index: number): boolean => typeof values[index] === 'number';
  return new Set([...values.keys()].filter((index) => isThere(index) && !isThere(index - 1) && !isThere(index + 1)));
}

const suffixes = { percent: '%', seconds: 's' } as const;

/** Approximate number of ticks of an axis. */
const steps = 4;

/** Formatter for the ticks of an axis up to `largest`. Writes enough decimals to tell the ticks apart. */
export function tickFormat(unit: KpiUnit, largest: number): (value: number) => string {
  if ((unit !== 'percent' && unit !== 'seconds') || largest <= 0) return (value) => formatKpi(value, unit);
  const decimals = 1 + Math.max(0, Math.ceil(-Math.log10(largest / steps)));
  return (value) => `${Number(value.toFixed(decimals))}${suffixes[unit]}`;
}
