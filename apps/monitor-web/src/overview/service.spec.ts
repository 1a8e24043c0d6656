import { describe, expect, it } from 'vitest';
import type { Point } from '../api/kpis.js';
import type { WorkerRow } from '../api/live-tables.js';
import { ofAiService, ofMinutes } from './service.js';

type Circuit = WorkerRow['ai_service_circuit'];

const worker = (circuit: Circuit, status: WorkerRow['status'] = 'online', up?: boolean | null): WorkerRow =>
  ({ name: 'w', status, ai_service_circuit: circuit, ...(up === undefined ? {} : { ai_service_up: up }) }) as WorkerRow;

const nothing = { accepted: 0, started: 0, succeeded: 0, failed: 0, retried: 0, revoked: 0 };

/** One point a minute, oldest first. */
const minutes = (...points: Partial<Point>[]): Point[] =>
  points.map((point) => ({ at: '2026-01-01T00:00:00Z', ...nothing, ...point }));

describe('the ai-service', () => {
  it('is critical when no worker that is online begins analyses', () => {
    const broken = [{ level: 'critical', kind: 'ai-service' }];
    expect(ofAiService([worker('open'), worker('half-open'), worker('closed', 'offline')])).toEqual(broken);
    expect(ofAiService([worker('open'), worker('unknown'), worker(undefined)])).toEqual(broken);
  });

  it('is critical when it answers no worker, although their circuits are closed while there is nothing to do', () => {
    expect(ofAiService([worker('closed', 'online', false)])).toEqual([{ level: 'critical', kind: 'ai-service' }]);
    expect(ofAiService([worker('open', 'online', true)])).toEqual([{ level: 'critical', kind: 'ai-service' }]);
    expect(ofAiService([worker('closed', 'online', true), worker('closed', 'online', null)])).toEqual([]);
  });

  it('is a warning when some of them do', () => {
    expect(ofAiService([worker('open'), worker('closed')])).toEqual([
      { level: 'warning', kind: 'ai-service-partly', broken: 1, online: 2 },
    ]);
  });

  it('is no worry when closed, or when nobody tells of it', () => {
    expect(ofAiService([worker('closed'), worker('open', 'offline')])).toEqual([]);
    expect(ofAiService([worker('unknown'), worker(undefined)])).toEqual([]);
    expect(ofAiService([])).toEqual([]);
  });
});

describe('the latest minutes', () => {
  it('are critical when several tries ended since the last success, however many succeeded before', () => {
    expect(ofMinutes(minutes({ succeeded: 500 }, { retried: 2 }, {}, { failed: 1 }))).toEqual([
      { level: 'critical', kind: 'nothing-succeeds', tries: 3 },
    ]);
    expect(ofMinutes(minutes({ retried: 40 }))).toMatchObject([{ kind: 'nothing-succeeds' }]);
  });

  it('are a warning when all of them failed for good, as bad recordings do', () => {
    expect(ofMinutes(minutes({ failed: 3 }))).toMatchObject([{ level: 'warning', kind: 'nothing-succeeds' }]);
  });

  it('are all right with one or two bad recordings, and when nothing happens at all', () => {
    expect(ofMinutes(minutes({ succeeded: 1 }, { failed: 2 }))).toEqual([]);
    expect(ofMinutes(minutes({}, {}, {}, {}, {}, {}))).toEqual([]);
    expect(ofMinutes([])).toEqual([]);
  });

  it('are critical when tasks wait through all of them and none is begun', () => {
    const stood = Array.from({ length: 6 }, () => ({ queue_length: 2 }));
    expect(ofMinutes(minutes(...stood))).toEqual([{ level: 'critical', kind: 'nothing-begins', minutes: 5 }]);
    expect(ofMinutes(minutes(...stood.slice(1)))).toEqual([]);
    expect(ofMinutes(minutes(...stood.with(3, { queue_length: 0 })))).toEqual([]);
    expect(ofMinutes(minutes(...stood.slice(1), { queue_length: 1, started: 1 }))).toEqual([]);
  });

  it('are a warning when at least half of the tries fail and are retried', () => {
    expect(ofMinutes(minutes({ succeeded: 3, retried: 3 }))).toEqual([
      { level: 'warning', kind: 'many-retries', percent: 50 },
    ]);
    expect(ofMinutes(minutes({ succeeded: 4, retried: 3 }))).toEqual([]);
    expect(ofMinutes(minutes({ succeeded: 1, retried: 2 }))).toEqual([]);
  });

  it('are a warning when a patient waited for more than five minutes', () => {
    expect(ofMinutes(minutes({ succeeded: 1, longest_wait_time: 301 }))).toEqual([
      { level: 'warning', kind: 'long-wait', seconds: 301 },
    ]);
    expect(ofMinutes(minutes({ succeeded: 1, longest_wait_time: 300 }))).toEqual([]);
    expect(ofMinutes(minutes({ longest_wait_time: 301 }, {}, {}, {}, {}, {}))).toEqual([]);
  });
});
