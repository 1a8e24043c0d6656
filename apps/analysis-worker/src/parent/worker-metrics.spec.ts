import { describe, expect, it } from 'vitest';
import { supervisedReport } from '../fixtures/child-status.js';
import type { Supervisor } from './supervisor.js';
import { workerMetrics } from './worker-metrics.js';
import type { SupervisedReport } from './worker-report.js';

async function valueOf(name: string, report: SupervisedReport | null): Promise<number | undefined> {
  const pool = { concurrency: 4, softLimitSeconds: 1, hardLimitSeconds: 2 };
  const registry = workerMetrics({ latest: () => report, pool } as unknown as Supervisor);
  const metric = await registry.getSingleMetric(name)?.get();
  return metric?.values[0]?.value;
}

describe('the metrics of a worker', () => {
  it.each<[string, Partial<SupervisedReport>, number]>([
    ['vocalborn_worker_processed_tries_total', { processed: 7 }, 7],
    ['vocalborn_worker_failed_tries_total', { failed: 2 }, 2],
    ['vocalborn_worker_retried_tries_total', { retried: 3 }, 3],
    ['vocalborn_worker_recycles_total', { recycles: 4 }, 4],
    ['vocalborn_worker_active_tasks', { active: ['a', 'b'] }, 2],
    ['vocalborn_worker_child_memory_bytes', { memoryBytes: 100 }, 100],
    ['vocalborn_worker_child_event_loop_lag_seconds', { eventLoopLagSeconds: 0.2 }, 0.2],
    ['vocalborn_worker_starved', { starved: true }, 1],
    ['vocalborn_worker_starved', { starved: false }, 0],
    ['vocalborn_ai_service_circuit_open', { circuit: 'closed' }, 0],
    ['vocalborn_ai_service_circuit_open', { circuit: 'half-open' }, 0.5],
    ['vocalborn_ai_service_circuit_open', { circuit: 'open' }, 1],
    ['vocalborn_ai_service_up', { aiServiceUp: true }, 1],
    ['vocalborn_ai_service_up', { aiServiceUp: false }, 0],
    ['vocalborn_ai_service_up', { aiServiceUp: null }, 1],
    ['vocalborn_worker_slots', {}, 4],
  ])('%s is of %j: %d', async (name, given, value) => {
    expect(await valueOf(name, supervisedReport(given))).toBe(value);
  });

  it.each(['vocalborn_worker_processed_tries_total', 'vocalborn_worker_active_tasks', 'vocalborn_worker_starved'])(
    '%s is 0 before the first report',
    async (name) => {
      expect(await valueOf(name, null)).toBe(0);
    },
  );
});
