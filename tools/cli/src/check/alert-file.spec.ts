import { temporaryFolder } from '@vocalborn/system-harness';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reviewAlertFile } from './alert-file.js';

function review(text: string) {
  const path = join(temporaryFolder('alerts').path, 'alerts.yaml');
  writeFileSync(path, text);
  return reviewAlertFile(path);
}

describe('the review of the alert file', () => {
  it('passes the rules that operators write', () => {
    const rules = [
      '- { name: 佇列積壓告警, condition: queue_length > 50, severity: warning }',
      '- { name: 任務失敗率告警, condition: failure_rate > 10%, severity: critical }',
      '- { name: 處理時間異常告警, condition: avg_processing_time > 60s, severity: warning }',
    ];
    expect(review(`alerts:\n${rules.map((rule) => `  ${rule}`).join('\n')}\n`)).toEqual({ rules: 3, faults: [] });
  });

  it('names every fault with its line', () => {
    const text = `alerts:
  - { name: a, condition: queue_lenght > 50, severity: warning }
  - { name: a, condition: queue_length is long, severity: loud }`;
    const { faults } = review(text);
    expect(faults).toHaveLength(4);
    expect(faults[0]).toBe('line 2: there is no figure queue_lenght (docs/kpis.md)');
    expect(faults[1]).toMatch(/^line 3: the name a is given twice/);
    expect(review('alerts: [').faults[0]).toMatch(/^line 1/);
    expect(review('rules: []').faults).toEqual(['line 1: there is no list `alerts`']);
  });
});
