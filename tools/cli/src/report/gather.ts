import type { Database } from '@vocalborn/database';
import { kpis, type KpiName } from '@vocalborn/monitoring-rules';
import {
  figuresInSteps,
  figuresSince,
  gaugesInSteps,
  taskValues,
  type FiguresOfStep,
  type TaskFigures,
} from '@vocalborn/monitor-store';
import { countFailedAttempts, type FailedAttempts } from '@vocalborn/task-ledger';
import type { Chart } from './chart.js';

/** Contents of a report. */
export interface ReportContents {
  readonly from: string;
  readonly to: string;
  readonly stepSeconds: number;
  readonly counts: Pick<TaskFigures, 'accepted' | 'succeeded' | 'failed' | 'unusable' | 'retried' | 'revoked'>;
  readonly figures: readonly { readonly name: KpiName; readonly value: number | null }[];
  readonly charts: readonly Chart[];
  readonly failures: readonly FailedAttempts[];
}

/** Wanted number of points of a chart; each point covers whole minutes. */
const points = 96;

const reasonsShown = 15;

/** Reads the figures and series of the last `windowSeconds` from the database. */
export async function gather(database: Database, windowSeconds: number): Promise<ReportContents> {
  const from = new Date(Date.now() - windowSeconds * 1000);
  const stepSeconds = stepOf(windowSeconds);
  const [figures, steps, gauges, failures] = await Promise.all([
    figuresSince(database, from),
    figuresInSteps(database, from, stepSeconds),
    gaugesInSteps(database, from, stepSeconds),
    countFailedAttempts(database, windowSeconds, reasonsShown),
  ]);
  const hours = (figures.to.getTime() - figures.from.getTime()) / 3_600_000;
  const values = taskValues(figures, hours);
  const { accepted, succeeded, failed, unusable, retried, revoked } = figures;
  return {
    ...{ from: figures.from.toISOString(), to: figures.to.toISOString(), stepSeconds, failures },
    counts: { accepted, succeeded, failed, unusable, retried, revoked },
    figures: Object.entries(values).map(([name, value]) => ({ name: name as KpiName, value })),
    charts: chartsOf(steps, gauges, stepSeconds),
  };
}

/** Seconds per point: whole minutes, at least one. */
export const stepOf = (windowSeconds: number): number => Math.max(60, Math.round(windowSeconds / points / 60) * 60);

type GaugeSteps = Awaited<ReturnType<typeof gaugesInSteps>>;

export function chartsOf(steps: readonly FiguresOfStep[], gauges: GaugeSteps, stepSeconds: number): Chart[] {
  const span = { from: shortTime(steps[0]?.at), to: shortTime(steps.at(-1)?.at) };
  const values = steps.map((step) => taskValues(step, stepSeconds / 3_600));
  const ofTasks = (...names: (keyof ReturnType<typeof taskValues>)[]): Chart =>
    chart(names, (name) => values.map((value) => value[name as keyof typeof value]), span);
  const ofGauges = (...names: (keyof GaugeSteps[number] & KpiName)[]): Chart =>
    chart(names, (name) => gauges.map((gauge) => gauge[name as keyof GaugeSteps[number] & KpiName]), span);
  return [
    ofTasks('processed_per_hour'),
    ofTasks('avg_processing_time', 'p95_processing_time'),
    ofTasks('avg_wait_time', 'longest_wait_time'),
    ofTasks('success_rate', 'failure_rate', 'unusable_recording_rate', 'retry_rate'),
    ofGauges('queue_length', 'active_workers'),
    ofGauges('worker_cpu', 'worker_memory_usage'),
    ofGauges('worker_memory'),
    ofGauges('redis_memory'),
  ];
}

function chart(
  names: readonly KpiName[],
  read: (name: KpiName) => readonly (number | null)[],
  span: { readonly from: string; readonly to: string },
): Chart {
  const labels = names.map((name) => kpis[name].label['en-US']);
  const first = names[0] ?? 'queue_length';
  const series = names.map((name, index) => ({
    label: shortLabels[name] ?? labels[index] ?? name,
    values: read(name),
  }));
  return { title: titles[first] ?? kpis[first].label['en-US'], unit: kpis[first].unit, series, ...span };
}

const titles: Readonly<Partial<Record<KpiName, string>>> = {
  avg_processing_time: 'Processing time',
  avg_wait_time: 'Wait in the queue',
  success_rate: 'Outcome of attempts',
  queue_length: 'Queue and workers',
  worker_cpu: 'Load of the workers',
};

const shortLabels: Readonly<Partial<Record<KpiName, string>>> = {
  avg_processing_time: 'mean',
  p95_processing_time: '95th percentile',
  avg_wait_time: 'mean',
  longest_wait_time: 'longest',
  success_rate: 'success',
  failure_rate: 'failure',
  unusable_recording_rate: 'unusable recordings',
  retry_rate: 'retry',
  queue_length: 'tasks waiting',
  active_workers: 'workers online',
  worker_cpu: 'CPU',
  worker_memory_usage: 'memory',
};

const shortTime = (at: Date | undefined): string => at?.toISOString().slice(0, 16).replace('T', ' ') ?? '';
