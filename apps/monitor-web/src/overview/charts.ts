import type { KpiName, KpiUnit } from '@vocalborn/monitoring-rules';
import type { Point } from '../api/kpis.js';
import type { Words } from '../language/en-us.js';

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

/** The courses that the overview draws, in its order. */
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

/** The largest value that is drawn; zero when there is none. */
export const largestOf = (chart: Chart, points: readonly Point[]): number =>
  Math.max(0, ...points.flatMap((point) => chart.lines.map(({ value }) => point[value] ?? 0)));

/** Whether there is anything to draw. */
export const isMeasured = (chart: Chart, points: readonly Point[]): boolean =>
  points.some((point) => chart.lines.some(({ value }) => typeof point[value] === 'number'));
