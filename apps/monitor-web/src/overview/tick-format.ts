import { formatKpi, type KpiUnit } from '@vocalborn/monitoring-rules';

const suffixes = { percent: '%', seconds: 's' } as const;

/** About how many steps an axis has. */
const steps = 4;

/** What an axis that ends at the given value writes at its ticks: as many decimals as keep them apart. */
export function tickFormat(unit: KpiUnit, largest: number): (value: number) => string {
  if ((unit !== 'percent' && unit !== 'seconds') || largest <= 0) return (value) => formatKpi(value, unit);
  const decimals = 1 + Math.max(0, Math.ceil(-Math.log10(largest / steps)));
  return (value) => `${Number(value.toFixed(decimals))}${suffixes[unit]}`;
}
