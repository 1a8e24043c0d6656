import { healthConditions, readRules, type HealthCondition } from '@vocalborn/monitoring-rules';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('alerts.yaml has the alerts of the table of health conditions, in its order', () => {
  const reading = readRules(readFileSync(new URL('../../alerts.yaml', import.meta.url), 'utf8'));
  const shipped = 'rules' in reading ? reading.rules : [];
  const wanted = Object.values<HealthCondition>(healthConditions).flatMap(({ observes: kpi, alert }) =>
    alert === undefined
      ? []
      : [
          {
            name: alert.name,
            severity: alert.severity,
            condition: [[{ kpi, operator: alert.operator, limit: alert.limit }]],
          },
        ],
  );
  expect(shipped.map(({ name, severity, condition }) => ({ name, severity, condition }))).toEqual(wanted);
});
