import { ApiError } from '@vocalborn/client';
import { judgeSystem, kpiNames } from '@vocalborn/monitoring-rules';
import { describe, expect, it } from 'vitest';
import { valuesOf, type AlertRule, type WorkerRow } from '../api/queries.js';
import { alerts, kpisNow, point, worker } from '../fixtures/rows.js';
import { aiServiceReportOf, findingsOf } from './findings.js';

const nothing = { kpis: undefined, error: null, alerts: undefined, workers: undefined, minutes: undefined };

it('has no findings before the first answer', () => {
  const findings = findingsOf(nothing);
  expect(findings).toEqual({
    ...{ figures: undefined, failure: null, alerts: [], aiServiceReports: [], minutes: [] },
  });
  expect(judgeSystem(findings).level).toBe('unknown');
});

it.each([
  [503, 'databaseUnreachable'],
  [500, 'monitorUnreachable'],
  [502, 'monitorUnreachable'],
  [504, 'monitorUnreachable'],
  [0, 'monitorUnreachable'],
])('status %i means %s', (status, failure) => {
  expect(findingsOf({ ...nothing, error: new ApiError(status, '') }).failure).toBe(failure);
});

describe('the figures', () => {
  it('come from all groups of the answer', () => {
    expect(findingsOf({ ...nothing, kpis: kpisNow({ queue_length: 3 }) }).figures).toMatchObject({
      ...{ queue_length: 3, active_workers: 2, redis_memory: 1, success_rate: null },
    });
  });

  it.each(kpiNames)('%s is among them', (name) => {
    expect(valuesOf(kpisNow({ [name]: 17 }))[name]).toBe(17);
  });
});

describe('the ai-service', () => {
  it.each<[Partial<WorkerRow>, object[]]>([
    [{ ai_service_circuit: 'open', ai_service_up: null }, [{ circuit: 'open', up: null }]],
    [{ ai_service_circuit: 'closed', ai_service_up: true }, [{ circuit: 'closed', up: true }]],
    [{ status: 'offline' }, []],
    [{ stopping: true }, [{ circuit: 'closed', up: true }]],
  ])('is reported by a worker with %j as %j', (changed, reports) => {
    expect(findingsOf({ ...nothing, workers: [worker(changed)] }).aiServiceReports).toEqual(reports);
  });

  it('is reported with nothing else of the worker', () => {
    expect(Object.keys(aiServiceReportOf(worker()))).toEqual(['circuit', 'up']);
  });
});

describe('the alerts', () => {
  it.each<[Partial<AlertRule>, object]>([
    [
      { name: 'slow', state: 'firing', window_seconds: 60, silenced_until: '2026-01-01T01:00:00Z' },
      { name: 'slow', severity: 'warning', state: 'firing', display: '60', windowSeconds: 60, isSilenced: true },
    ],
    [
      { severity: 'critical', state: 'pending', display: '12%' },
      { name: 'a', severity: 'critical', state: 'pending', display: '12%', windowSeconds: null, isSilenced: false },
    ],
  ])('%j is %j', (rule, expected) => {
    expect(findingsOf({ ...nothing, alerts: alerts(rule) }).alerts).toEqual([expected]);
  });

  it('are empty for a monitor without alerts', () => {
    expect(findingsOf({ ...nothing, alerts: null }).alerts).toEqual([]);
  });

  it.each([
    ['firing', null, 'warning'],
    ['firing', '2026-01-01T01:00:00Z', 'good'],
    ['pending', null, 'warning'],
    ['inactive', null, 'good'],
  ] as const)('that are %s and silenced until %s make the system %s', (state, until, level) => {
    const rules = alerts({ state, silenced_until: until });
    expect(judgeSystem(findingsOf({ ...nothing, kpis: kpisNow(), alerts: rules })).level).toBe(level);
  });
});

it('passes the minutes on', () => {
  const minutes = [point({ retried: 3 }), point({ failed: 1 })];
  expect(findingsOf({ ...nothing, minutes }).minutes).toBe(minutes);
});
