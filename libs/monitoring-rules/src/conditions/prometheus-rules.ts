import { kpis, type KpiName } from '../kpis/kpis.js';
import { stringify } from 'yaml';
import type { AlertRule } from './alert-rule.js';
import type { Comparison } from './condition.js';

/** The name of a figure's metric. */
export function kpiMetric(kpi: KpiName): string {
  return `vocalborn_kpi_${kpi}`;
}

/** Every monitor exports the same figures. `max` merges their series, so that an alert is raised once. */
function comparison({ kpi, operator, limit }: Comparison): string {
  return `max(${kpiMetric(kpi)}) ${operator} ${limit}`;
}

function prometheusRule(rule: AlertRule): Record<string, unknown> {
  const [first] = rule.condition.flat();
  return {
    alert: rule.name,
    expr: rule.condition.map((together) => together.map(comparison).join(' and ')).join(' or '),
    ...(rule.forSeconds > 0 ? { for: `${rule.forSeconds}s` } : {}),
    ...(rule.keepSeconds > 0 ? { keep_firing_for: `${rule.keepSeconds}s` } : {}),
    labels: { severity: rule.severity },
    annotations: {
      summary: `${rule.name}: ${rule.text}`,
      ...(first ? { description: `${kpis[first.kpi].label['zh-TW']} {{ $value }}` } : {}),
    },
  };
}

/** The rules as a rule file for Prometheus, with the same names, conditions and times, on the monitor's metrics. */
export function prometheusRules(rules: readonly AlertRule[]): string {
  return stringify({ groups: [{ name: 'vocalborn', rules: rules.map(prometheusRule) }] }, { lineWidth: 0 });
}
