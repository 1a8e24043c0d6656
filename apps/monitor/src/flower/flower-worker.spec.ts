import type { WorkerReport } from '@vocalborn/worker-control';
import { describe, expect, it } from 'vitest';
import { workerReport } from '../fixtures/worker-report.js';
import { workerRow } from '../workers/worker.dto.js';
import { flowerWorker } from './flower-worker.js';

const lastSeenAt = '2026-01-01T00:01:00.400Z';
const worker = (report: Partial<WorkerReport> = {}, online = true) => ({
  online,
  lastSeenAt,
  report: workerReport(report),
});

describe('a worker in the form of Flower', () => {
  it('has its tasks, pool and figures', () => {
    expect(flowerWorker(worker({ active: ['a'], reserved: ['b'] }))).toMatchObject({
      active: [{ id: 'a', name: 'analyze_audio', hostname: 'one@host' }],
      reserved: [{ id: 'b', name: 'analyze_audio', hostname: 'one@host' }],
      scheduled: [],
      revoked: [],
      registered: ['analyze_audio'],
      conf: { task_time_limit: 300, task_soft_time_limit: 270 },
      stats: {
        pid: 17,
        uptime: 60,
        prefetch_count: 4,
        pool: { 'max-concurrency': 4, 'max-tasks-per-child': 100, processes: [18, 19], timeouts: [270, 300] },
        rusage: { maxrss: 512 * 1024 },
        total: { analyze_audio: 12 },
      },
      timestamp: Date.parse(lastSeenAt) / 1000,
      status: true,
    });
  });

  it.each<[string, Partial<WorkerReport>, (form: ReturnType<typeof flowerWorker>) => unknown, unknown]>([
    [
      'no limit of tasks per child',
      { maxTasksPerChild: null },
      (form) => form.stats.pool['max-tasks-per-child'],
      'N/A',
    ],
    ['a clock ahead of Redis', { startedAt: '2026-01-01T00:02:00.000Z' }, (form) => form.stats.uptime, 0],
    ['half a KiB of memory', { memoryBytes: 512 }, (form) => form.stats.rusage.maxrss, 1],
  ])('with %s', (_, report, part, expected) => expect(part(flowerWorker(worker(report)))).toBe(expected));
});

describe('the row of a worker', () => {
  it('shows the share of all its cores', () => {
    expect(workerRow(worker({ cpuCores: 0.5, cores: 4 })).cpu_percent).toBe(12.5);
  });

  it.each([
    [true, { status: 'online', stopping: true, active: 1, active_task_ids: ['a'] }],
    [false, { status: 'offline', stopping: false, active: 0, active_task_ids: [] }],
  ])('with online %s', (online, expected) =>
    expect(workerRow(worker({ active: ['a'], stopping: true }, online))).toMatchObject(expected),
  );
});
