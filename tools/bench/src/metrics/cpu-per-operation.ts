import type { Finding } from '../figures/finding.js';
import { processGroups, type CpuTimes, type ProcessGroup, type Side } from '../system/side.js';

/** CPU milliseconds of each group for one operation. */
export type OperationCost = Readonly<Record<ProcessGroup, number>>;

/** Does the work and tells what the machine computed for each of the operations that it reports. */
export async function costOf<Outcome extends { readonly operations: number }>(
  side: Side,
  work: () => Promise<Outcome>,
): Promise<Outcome & { readonly cost: OperationCost }> {
  const before = await side.cpuTimes();
  const outcome = await work();
  return { ...outcome, cost: costBetween(before, await side.cpuTimes(), outcome.operations) };
}

/** The difference of two readings, for each operation. */
export function costBetween(before: CpuTimes, after: CpuTimes, operations: number): OperationCost {
  const costs = processGroups.map((group) => [group, (after[group] - before[group]) / operations] as const);
  return Object.fromEntries(costs) as Record<ProcessGroup, number>;
}

/** The cost of all groups together. */
export function totalOf(cost: OperationCost): number {
  return processGroups.reduce((sum, group) => sum + cost[group], 0);
}

/** A figure for each group that computed anything. */
export function costFindings(
  metric: string,
  operation: string,
  values: readonly OperationCost[],
  baseline: readonly OperationCost[],
): Finding[] {
  const unit = 'ms CPU';
  return processGroups
    .filter((group) => [...values, ...baseline].some((cost) => cost[group] > 0))
    .map((group) => ({
      metric,
      name: `${operation}, ${group}`,
      unit,
      values: values.map((cost) => cost[group]),
      baseline: baseline.map((cost) => cost[group]),
    }));
}
