import { kpiMetric, kpiNames, kpis } from '@vocalborn/monitoring-rules';
import { waitFor } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StartedMonitor } from '../fixtures/started-monitor.js';
import { workerReport } from '../fixtures/worker-report.js';

let monitor: StartedMonitor;
beforeAll(async () => {
  monitor = await StartedMonitor.start();
  await monitor.succeeded();
  await monitor.succeeded();
  await monitor.succeeded();
  await monitor.failed();
  await monitor.waitingForRetry();
  await monitor.pending();
  await monitor.worker(workerReport());
});
afterAll(() => monitor.stop());

const ask = (path: string) => monitor.ask('GET', path);

describe('GET /api/kpis', () => {
  it('answers with every figure in its group, with counts, limits and texts', async () => {
    const { body } = await ask('/api/kpis');
    expect(body).toMatchObject({
      window_seconds: 3600,
      tasks: { success_rate: 75, failure_rate: 25, unusable_recording_rate: 0, retry_rate: 20 },
      workers: { active_workers: 1, worker_cpu: 25, worker_memory: 512 * 1024 ** 2 },
      counts: { accepted: 6, started: 5, succeeded: 3, failed: 1, unusable: 0, retried: 1, revoked: 0 },
      limits: { worker_memory: 2 * 1024 ** 3 },
      display: { success_rate: '75%', worker_memory: '512 MB / 2 GB', active_workers: '1' },
    });
    for (const name of kpiNames) expect(body[kpis[name].group]).toHaveProperty(name);
    expect(Object.keys(body.display as object).toSorted()).toEqual([...kpiNames].toSorted());
  });

  it('begins at the start of a minute', async () => {
    const { body } = await ask('/api/kpis?window=15m');
    expect(body).toMatchObject({ window_seconds: 900, from: expect.stringMatching(/:00\.000Z$/) });
  });

  it.each(['window=59s', 'window=32d', 'window=x', 'window=', 'windows=1h'])('refuses %s', async (query) =>
    expect((await ask(`/api/kpis?${query}`)).status).toBe(400),
  );
});

describe('GET /api/kpis/series', () => {
  it('has a point for each step, oldest first', async () => {
    const { body } = await ask('/api/kpis/series?window=10m&step=5m');
    const points = body.points as { at: string; succeeded: number }[];
    expect(body).toMatchObject({ window_seconds: 600, step_seconds: 300 });
    expect(points.map(({ at }) => Date.parse(at))).toEqual(
      points.map((_, index) => Date.parse(points[0]!.at) + index * 300_000),
    );
    expect(points.reduce((sum, point) => sum + point.succeeded, 0)).toBe(3);
  });

  it('shows the sample of the present minute', async () => {
    await waitFor(
      async () => {
        const { body } = await ask('/api/kpis/series?window=5m&step=1m');
        const points = body.points as { active_workers: number | null }[];
        return points.some((point) => point.active_workers !== null);
      },
      { what: 'the first sample' },
    );
  });

  it.each(['window=7d&step=1m', 'step=30s', 'steps=5m'])('refuses %s', async (query) =>
    expect((await ask(`/api/kpis/series?${query}`)).status).toBe(400),
  );
});

describe('the catalogue', () => {
  it('is the table of the rules', async () => expect((await ask('/api/kpis/catalogue')).body).toEqual({ kpis }));
  it('takes no query', async () => expect((await ask('/api/kpis/catalogue?window=1h')).status).toBe(400));
});

describe('GET /metrics', () => {
  const metrics = async () => (await ask('/metrics')).body as string;

  it('has the key figures that can be measured', async () => {
    const text = await metrics();
    expect(text).toMatch(/^vocalborn_kpi_success_rate\{app="monitor"\} 75$/m);
    expect(text).toMatch(/^vocalborn_kpi_active_workers\{app="monitor"\} 1$/m);
    for (const name of kpiNames) expect(text).toContain(`# TYPE ${kpiMetric(name)} gauge`);
  });

  it('has the names of Flower', async () => {
    const text = await metrics();
    expect(text).toMatch(/^flower_worker_online\{worker="one@host",app="monitor"\} 1$/m);
    expect(text).toMatch(/^flower_worker_number_of_currently_executing_tasks\{worker="one@host",app="monitor"\} 0$/m);
    expect(text).toMatch(/^flower_worker_prefetched_tasks\{worker="one@host",task="analyze_audio",app="monitor"\} 0$/m);
  });

  it('has the state of queue and database', async () => {
    const text = await metrics();
    expect(text).toMatch(/^vocalborn_queue_jobs\{state="waiting",app="monitor"\} \d+$/m);
    expect(text).toMatch(/^vocalborn_database_connections\{state="\w+",app="monitor"\} \d+$/m);
    expect(text).toMatch(/^vocalborn_task_progress_lag_seconds\{app="monitor"\} \d/m);
    expect(text).toMatch(/^vocalborn_alert_file_refused\{app="monitor"\} 0$/m);
  });

  it('counts the events of tasks from the start of the monitor on', async () => {
    const counted = (text: string): number =>
      Number(
        /^vocalborn_task_events_total\{state="FAILURE",error_kind="network",app="monitor"\} (\d+)$/m.exec(text)?.[1] ??
          0,
      );
    const before = counted(await metrics());
    await monitor.failed();
    const text = await waitFor(
      async () => {
        const now = await metrics();
        return counted(now) > before && now;
      },
      { what: 'the failure to be counted' },
    );
    expect(text).toMatch(/^flower_events_total\{.*type="task-failed".*\} [1-9]/m);
    expect(text).toMatch(/^vocalborn_task_wait_seconds_count\{app="monitor"\} [1-9]/m);
  });
});
