import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { supervisedReport } from '../fixtures/child-status.js';
import { Health } from './health.js';
import type { SupervisedReport } from './worker-report.js';

let report: SupervisedReport | null;
let registered: boolean;
let health: Health;
beforeEach(() => {
  vi.useFakeTimers();
  report = supervisedReport();
  registered = true;
  const heartbeat = {
    get latest() {
      return registered ? {} : null;
    },
  };
  health = new Health({ latest: () => report }, heartbeat);
});
afterEach(() => vi.useRealTimers());

describe('a worker', () => {
  it('is ready when its child reports, reaches Postgres and Redis, and the worker is registered', () => {
    const details = {
      child: { status: 'up' },
      database: { status: 'up' },
      queue: { status: 'up' },
      registration: { status: 'up' },
      ai_service: { status: 'up', circuit: 'closed', healthy: true },
    };
    expect(health.ready()).toEqual({ status: 'ok', info: details, error: {}, details });
  });

  it.each<[string, () => void]>([
    ['database', () => (report = supervisedReport({ databaseUp: false }))],
    ['queue', () => (report = supervisedReport({ queueUp: false }))],
    ['registration', () => (registered = false)],
  ])('is not ready without its %s, and says so', (part, lose) => {
    lose();
    expect(health.ready()).toMatchObject({ status: 'error', error: { [part]: { status: 'down' } } });
    expect(Object.keys(health.ready().error)).toEqual([part]);
    expect(health.live().status).toBe('ok');
  });

  it('is ready while the circuit to the ai-service is open, and says so', () => {
    report = supervisedReport({ circuit: 'open', aiServiceUp: false });
    expect(health.ready()).toMatchObject({
      status: 'ok',
      details: { ai_service: { circuit: 'open', healthy: false } },
    });
  });

  it('lives for 30 s without a report of its child, and not longer', () => {
    report = null;
    expect(health.ready().status).toBe('error');
    vi.advanceTimersByTime(29_000);
    expect(health.live().status).toBe('ok');
    vi.advanceTimersByTime(2_000);
    expect(health.live()).toMatchObject({ status: 'error', error: { child: { message: 'does not report' } } });
  });

  it('lives for 90 s while tasks wait and none arrives, and not longer', () => {
    report = supervisedReport({ starved: true });
    vi.advanceTimersByTime(89_000);
    expect(health.live().status).toBe('ok');
    vi.advanceTimersByTime(2_000);
    expect(health.live()).toMatchObject({ status: 'error', error: { child: { status: 'down' } } });
    report = supervisedReport();
    expect(health.live().status).toBe('ok');
  });
});
