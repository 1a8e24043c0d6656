import { kpis, type KpiName } from '../kpis/kpis.js';
import { stringify } from 'yaml';
import type { AlertRule } from './alert-rule.js';
import type { Comparison } from './condition.js';

/** The metric under which Prometheus knows a figure. */
export function kpiMetric(kpi: KpiName): string {
  return `vocalborn_kpi_${kpi}`;
}

/** Every monitor tells the same figures; `max` makes one series of theirs, so an alert is raised once. */
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

/** The rules as a file for Prometheus: same names, conditions and times, over the figures that the monitor exports. */
export function prometheusRules(rules: readonly AlertRule[]): string {
  return stringify({ groups: [{ name: 'vocalborn', rules: rules.map(prometheusRule) }] }, { lineWidth: 0 });
}
