import type { Finding } from '../figures/finding.js';
import type { Bench } from '../system/bench.js';

/** The measurements, in the order of a run. */
export const metricNames = ['requests', 'worker', 'scaling', 'latency', 'start', 'listeners', 'stored'] as const;
export type MetricName = (typeof metricNames)[number];

/** How much to measure. */
export interface Extent {
  readonly rounds: number;
  readonly seconds: number;
  readonly quick: boolean;
}

/** Tasks that one round gives to the workers. */
export const tasksOf = ({ quick }: Extent): number => (quick ? 250 : 500);

/** A measurement. It leaves gateways running and workers stopped or running; it removes the tasks that it found. */
export type Metric = (bench: Bench, extent: Extent, show: (progress: string) => void) => Promise<Finding[]>;
