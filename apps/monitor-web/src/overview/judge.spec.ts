import { expect, it } from 'vitest';
import type { AlertRule, Alerts } from '../api/alerts.js';
import type { KpisNow } from '../api/kpis.js';
import type { WorkerRow } from '../api/live-tables.js';
import { ApiError } from '../api/request.js';
import { judge } from './judge.js';

const figures = (changed: { workers?: number | null; queue?: number | null } = {}): KpisNow => ({
  window_seconds: 3_600,
  to: '2026-01-01T00:00:00Z',
  counts: { accepted: 0, started: 0, succeeded: 0, failed: 0, retried: 0, revoked: 0 },
  limits: {},
  tasks: {},
  queue: { queue_length: changed.queue === undefined ? 0 : changed.queue },
  workers: { active_workers: changed.workers === undefined ? 2 : changed.workers },
  redis: { redis_memory: 1 },
});

const alerts = (...rules: Partial<AlertRule>[]): Alerts => ({
  rules: rules.map((rule) => ({
    ...{ name: 'a', condition: 'queue_length > 50', severity: 'warning', for_seconds: 0, state: 'inactive', value: 60 },
    ...{ display: '60', window_seconds: null, since: null, silenced_until: null },
    ...rule,
  })),
  history: [],
  rules_file: { path: 'alerts.yaml', loaded_at: null, error: null },
});

const levelOf = (findings: Partial<Parameters<typeof judge>[0]>): string =>
  judge({ kpis: figures(), error: null, alerts: null, ...findings }).level;

it('finds all well when workers are there and nothing fires, with or without alerts', () => {
  expect(levelOf({})).toBe('good');
  expect(levelOf({ alerts: alerts({ state: 'inactive' }) })).toBe('good');
});

it('does not judge before it knows anything', () => {
  expect(levelOf({ kpis: undefined })).toBe('unknown');
});

it('finds it critical when no worker is there, or what it needs cannot be reached', () => {
  expect(levelOf({ kpis: figures({ workers: 0 }) })).toBe('critical');
  expect(judge({ kpis: figures({ workers: null, queue: null }), error: null, alerts: null }).reasons).toEqual([
    { level: 'critical', kind: 'redis' },
  ]);
  expect(judge({ kpis: figures(), error: new ApiError(503, ''), alerts: null }).reasons[0]?.kind).toBe('database');
  expect(judge({ kpis: figures(), error: new ApiError(0, ''), alerts: null }).reasons[0]?.kind).toBe('monitor');
});

it('takes the severity of what fires, the worst first, and leaves out what is silenced', () => {
  expect(levelOf({ alerts: alerts({ state: 'firing', severity: 'warning' }) })).toBe('warning');
  expect(levelOf({ alerts: alerts({ state: 'pending', severity: 'critical' }) })).toBe('warning');
  const both = alerts({ state: 'firing', name: 'slow' }, { state: 'firing', name: 'dead', severity: 'critical' });
  const { level, reasons } = judge({ kpis: figures(), error: null, alerts: both });
  expect([level, reasons.map((reason) => 'name' in reason && reason.name)]).toEqual(['critical', ['dead', 'slow']]);
  expect(levelOf({ alerts: alerts({ state: 'firing', silenced_until: '2026-01-01T01:00:00Z' }) })).toBe('good');
});

it('looks at the circuit to the ai-service and at what the latest minutes tell', () => {
  const workers = [{ status: 'online', ai_service_circuit: 'open' } as WorkerRow];
  expect(judge({ kpis: figures(), error: null, alerts: null, workers }).reasons).toEqual([
    { level: 'critical', kind: 'ai-service' },
  ]);
  const minutes = [{ at: '2026-01-01T00:00:00Z', ...figures().counts, retried: 3 }];
  expect(levelOf({ minutes })).toBe('critical');
  const noWorker = judge({ kpis: figures({ workers: 0 }), error: null, alerts: null, workers, minutes });
  expect(noWorker.reasons.map(({ kind }) => kind)).toEqual(['no-workers']);
});
