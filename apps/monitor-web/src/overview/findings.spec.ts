import { ApiError } from '@vocalborn/client';
import { expect, it } from 'vitest';
import { alerts, kpisNow, point, worker } from '../fixtures/rows.js';
import { findingsOf } from './findings.js';

const nothing = { kpis: undefined, error: null, alerts: undefined, workers: undefined, minutes: undefined };

it('knows nothing before anything is read', () => {
  expect(findingsOf(nothing)).toEqual({
    ...{ figures: undefined, failure: null, alerts: [], aiServiceReports: [], minutes: [] },
  });
});

it.each([
  [503, 'databaseUnreachable'],
  [500, 'monitorUnreachable'],
  [0, 'monitorUnreachable'],
])('takes status %i for %s', (status, failure) => {
  expect(findingsOf({ ...nothing, error: new ApiError(status, '') }).failure).toBe(failure);
});

it('gathers the figures of all groups', () => {
  expect(findingsOf({ ...nothing, kpis: kpisNow({ queue_length: 3 }) }).figures).toMatchObject({
    ...{ queue_length: 3, active_workers: 2, redis_memory: 1, success_rate: null },
  });
});

it('takes the reports of the workers that are online', () => {
  const workers = [
    worker({ ai_service_circuit: 'open', ai_service_up: null }),
    worker({ status: 'offline', ai_service_circuit: 'closed' }),
  ];
  expect(findingsOf({ ...nothing, workers }).aiServiceReports).toEqual([{ circuit: 'open', up: null }]);
});

it('takes over alerts and minutes; a monitor without alerts has none', () => {
  const rules = alerts({ name: 'slow', state: 'firing', window_seconds: 60, silenced_until: '2026-01-01T01:00:00Z' });
  const findings = findingsOf({ ...nothing, alerts: rules, minutes: [point({ retried: 3 })] });
  expect(findings.alerts).toEqual([
    { name: 'slow', severity: 'warning', state: 'firing', display: '60', windowSeconds: 60, isSilenced: true },
  ]);
  expect(findings.minutes).toMatchObject([{ retried: 3 }]);
  expect(findingsOf({ ...nothing, alerts: null }).alerts).toEqual([]);
});
