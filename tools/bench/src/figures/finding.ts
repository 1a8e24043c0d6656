import { medianOf } from './samples.js';

/** What a figure must reach. `ratio` is the product's median over the baseline's, `value` is the product's median. */
export interface Target {
  readonly of: 'ratio' | 'value';
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** One figure of a run. */
export interface Finding {
  /** The measurement that it belongs to, as `--only` names it. */
  readonly metric: string;
  readonly name: string;
  readonly unit: string;
  /** One value per round. */
  readonly values: readonly number[];
  /** The same of the bare baseline, or of another state of the product; empty without one. */
  readonly baseline: readonly number[];
  readonly target?: Target;
  /** Place on the horizontal axis of a chart: the number of workers, or of stored tasks. */
  readonly at?: number;
}

/** The product's median over the baseline's; NaN without a baseline. */
export function ratioOf({ values, baseline }: Finding): number {
  return medianOf(values) / medianOf(baseline);
}

/** Whether the figure reaches its target; null without a target. A figure that could not be measured misses it. */
export function meetsTarget(finding: Finding): boolean | null {
  const { target } = finding;
  if (target === undefined) return null;
  const measured = target.of === 'ratio' ? ratioOf(finding) : medianOf(finding.values);
  const { atLeast = -Infinity, atMost = Infinity } = target;
  return measured >= atLeast && measured <= atMost;
}

/** The target in words; empty without one. */
export function targetInWords({ target, unit }: Finding): string {
  if (target === undefined) return '';
  const limits = [
    ...(target.atLeast === undefined ? [] : [`≥ ${target.atLeast}`]),
    ...(target.atMost === undefined ? [] : [`≤ ${target.atMost}`]),
  ];
  return `${limits.join(', ')}${target.of === 'value' ? ` ${unit}` : ''}`;
}
