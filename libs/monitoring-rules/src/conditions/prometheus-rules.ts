import { kpis, type KpiName } from '../kpis/kpis.js';
import { stringify } from 'yaml';
import { objectiveRules } from '../objectives/burn-rates.js';
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

/** The figures that have a section in the runbooks. */
const described: ReadonlySet<KpiName> = new Set<KpiName>([
  ...(['queue_length', 'failure_rate', 'unusable_recording_rate', 'active_workers'] as const),
  ...(['avg_processing_time', 'redis_memory_usage'] as const),
]);

/** What to do about an alert, in the documents of the system. */
const runbook = (section: string): string => `docs/operations.md#${section}`;

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
      runbook_url: runbook(first && described.has(first.kpi) ? first.kpi : 'runbooks'),
    },
  };
}

/** Without figures no other rule is ever raised: no monitor runs, none is scraped, or none reaches Postgres. */
const noFigures = {
  alert: '監控服務離線告警',
  expr: 'absent(vocalborn_alert_firing)',
  for: '120s',
  keep_firing_for: '30s',
  labels: { severity: 'critical' },
  annotations: {
    summary: '監控服務離線告警: no monitor exports figures',
    description: 'Prometheus 收不到任何監控數值',
    runbook_url: runbook('no-figures'),
  },
};

/**
 * The rules as a rule file for Prometheus, with the same names, conditions and times, on the monitor's metrics; one that is
 * raised when these metrics are missing; and those of the objectives.
 */
export function prometheusRules(rules: readonly AlertRule[]): string {
  const all = [...rules.map(prometheusRule), noFigures];
  const groups = [
    { name: 'vocalborn', rules: all },
    { name: 'vocalborn-objectives', interval: '60s', rules: objectiveRules() },
  ];
  return stringify({ groups }, { lineWidth: 0 });
}
