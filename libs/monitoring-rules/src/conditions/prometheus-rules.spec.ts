import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { prometheusRules, readRules } from '../index.js';

const rendered = (text: string): unknown => {
  const reading = readRules(text);
  if ('faults' in reading) throw new Error('a fault');
  return (parse(prometheusRules(reading.rules)) as { groups: { rules: unknown[] }[] }).groups[0]!.rules;
};

describe('rules for Prometheus', () => {
  it('keep names, conditions, times and severity', () => {
    const text =
      'alerts:\n  - {name: 慢, condition: "avg_processing_time > 2m and queue_length > 5 or active_workers == 0", severity: warning, for: 90s}\n';
    expect(rendered(text)).toMatchObject([
      {
        alert: '慢',
        expr: 'max(vocalborn_kpi_avg_processing_time) > 120 and max(vocalborn_kpi_queue_length) > 5 or max(vocalborn_kpi_active_workers) == 0',
        for: '90s',
        keep_firing_for: '30s',
        labels: { severity: 'warning' },
      },
      { alert: '監控服務離線告警' },
    ]);
  });

  it('have one for the case that no monitor exports figures', () => {
    const text = 'alerts:\n  - {name: a, condition: queue_length > 5, severity: info}\n';
    expect(rendered(text)).toContainEqual(
      expect.objectContaining({
        expr: 'absent(vocalborn_alert_firing)',
        for: '120s',
        labels: { severity: 'critical' },
      }),
    );
  });

  it('leave out times of nothing', () => {
    const [only] = rendered(
      'alerts:\n  - {name: a, condition: queue_length > 5, severity: info, keep: 0}\n',
    ) as object[];
    expect(Object.keys(only ?? {})).toEqual(['alert', 'expr', 'labels', 'annotations']);
  });
});
