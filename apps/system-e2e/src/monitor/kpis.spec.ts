import { SlowAiService, System, waitFor } from '@vocalborn/system-harness';
import { type Redis } from 'ioredis';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient } from '../http-client.js';

/** Long enough for every wait and every analysis to be told from nothing. */
const analysisMs = 400;
let system: System;
let ai: SlowAiService;
let patient: GatewayClient;
let redis: Redis;

interface Event {
  readonly task_id: string;
  readonly attempt: number;
  readonly status: string;
  readonly current_step: string;
  readonly error_kind: string | null;
  readonly next_retry_at: Date | null;
  readonly at: Date;
}

interface Kpis {
  readonly from: string;
  readonly to: string;
  readonly tasks: Record<string, number | null>;
  readonly queue: Record<string, number | null>;
  readonly workers: Record<string, number | null>;
  readonly redis: Record<string, number | null>;
  readonly display: Record<string, string>;
}

beforeAll(async () => {
  ai = await SlowAiService.start();
  ai.takesMs = analysisMs;
  const worker = { AI_SERVICE_URL: ai.url, CELERY_WORKER_CONCURRENCY: '1', RETRY_DELAY_SCALE: '0.01' };
  system = await System.start({ env: { 'analysis-worker': worker } });
  redis = await system.redisClient(1);
  patient = GatewayClient.patientOf(system);
  await runEveryEnding();
});
afterAll(async () => {
  redis.disconnect();
  await system.stop();
  ai.stop();
});

const submit = () => patient.analyzeSample();

/** Five successes that wait for each other, one of which was tried twice; a failure; a cancelled task; three that wait. */
async function runEveryEnding(): Promise<void> {
  ai.failWith = 503;
  const retried = await submit();
  await patient.until(retried, 'retry');
  ai.failWith = null;
  const others = await Promise.all([submit(), submit(), submit(), submit()]);
  for (const task of [retried, ...others]) await patient.until(task, 'success');
  ai.failWith = 422;
  await patient.until(await submit(), 'failure');
  ai.failWith = null;
  ai.takesMs = Infinity;
  const running = await submit();
  await patient.until(running, 'processing');
  const cancelled = await submit();
  await patient.delete(`/tasks/${cancelled}`);
  await patient.until(cancelled, 'revoked');
  await Promise.all([submit(), submit(), submit()]);
}

async function read<Body>(path: string, app = 'monitor'): Promise<Body> {
  const headers = { Authorization: `Bearer ${system.tokens.admin}` };
  return (await (await fetch(system.app(app).url + path, { headers })).json()) as Body;
}

const byHand = (events: readonly Event[]) => {
  const of = (status: string) => events.filter((event) => event.status === status);
  const claims = of('PROCESSING').filter((event) => event.current_step === 'initialising');
  const seconds = (from: Date, to: Date) => (to.getTime() - from.getTime()) / 1000;
  const processing = of('SUCCESS').map((end) =>
    seconds(claims.find((claim) => claim.task_id === end.task_id && claim.attempt === end.attempt)!.at, end.at),
  );
  const waits = claims.map((claim) => {
    const due = [...of('PENDING'), ...of('RETRY')].filter(
      ({ task_id: task, attempt }) => task === claim.task_id && attempt === claim.attempt - 1,
    );
    const before = due.at(-1)!;
    return seconds(before.next_retry_at ?? before.at, claim.at);
  });
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const [succeeded, failed, again] = [of('SUCCESS').length, of('FAILURE').length, of('RETRY').length];
  const unusable = of('FAILURE').filter((event) => event.error_kind === 'file').length;
  return {
    avg_processing_time: sum(processing) / processing.length,
    success_rate: (100 * succeeded) / (succeeded + failed),
    failure_rate: (100 * (failed - unusable)) / (succeeded + failed),
    unusable_recording_rate: (100 * unusable) / (succeeded + failed),
    retry_rate: (100 * again) / (succeeded + failed + again),
    avg_wait_time: sum(waits) / waits.length,
    longest_wait_time: Math.max(...waits),
    ended: succeeded + failed,
    slowest: Math.max(...processing),
  };
};

const rawEvents = () =>
  system.query<Event>(
    `select task_id, attempt, status, current_step, error_kind, next_retry_at, at from ai_analysis_task_events order by event_id`,
  );

describe('the key figures of a system that ran', () => {
  it('of tasks and waits are what the raw rows give when added up by hand', async () => {
    const [kpis, events] = [await read<Kpis>('/api/kpis?window=1h'), await rawEvents()];
    const hand = byHand(events);
    expect([hand.ended, hand.success_rate]).toEqual([6, (100 * 5) / 6]);
    const rates = ['success_rate', 'failure_rate', 'unusable_recording_rate', 'retry_rate'] as const;
    for (const name of ['avg_processing_time', ...rates] as const) {
      expect(kpis.tasks[name], name).toBeCloseTo(hand[name], 3);
    }
    expect(kpis.tasks['p95_processing_time']).toBeGreaterThanOrEqual(analysisMs / 1000);
    expect(kpis.queue['avg_wait_time']).toBeCloseTo(hand.avg_wait_time, 3);
    const hours = (Date.parse(kpis.to) - Date.parse(kpis.from)) / 3_600_000;
    expect(kpis.queue['processed_per_hour']).toBeCloseTo(hand.ended / hours, 6);
  });

  it('of the present are what Redis and the tables hold', async () => {
    const oldestWait = async (): Promise<number> => {
      const [oldest] = await system.query<{ wait: number }>(
        `select extract(epoch from now() - min(created_at))::float8 as wait from ai_analysis_tasks where status = 'PENDING'`,
      );
      return oldest!.wait;
    };
    const before = await oldestWait();
    const kpis = await read<Kpis>('/api/kpis?window=1h');
    const [after, waiting, info] = [await oldestWait(), await system.queueLength('wait'), await redis.info()];
    const field = (name: string) => Number(new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1]);
    expect([kpis.queue['queue_length'], waiting]).toEqual([3, 3]);
    const longestClaimed = byHand(await rawEvents()).longest_wait_time;
    // Gauges and answers round to milliseconds.
    expect(kpis.queue['longest_wait_time']).toBeGreaterThan(Math.max(longestClaimed, before) - 0.01);
    expect(kpis.queue['longest_wait_time']).toBeLessThan(Math.max(longestClaimed, after) + 0.01);
    expect(kpis.workers['active_workers']).toBe(1);
    expect(Math.abs(kpis.redis['redis_connections']! - field('connected_clients'))).toBeLessThanOrEqual(2);
    expect(kpis.redis['redis_memory']! / field('used_memory')).toBeCloseTo(1, 1);
    const whole = field('maxmemory') || field('total_system_memory');
    expect(kpis.redis['redis_memory_usage']! / ((100 * field('used_memory')) / whole)).toBeCloseTo(1, 1);
    expect(kpis.redis['redis_hit_rate']).toBeGreaterThanOrEqual(0);
  });

  it('of workers are what their processes use', async () => {
    const app = system.app('analysis-worker');
    const { workers } = await waitFor(
      async () => {
        const kpis = await read<Kpis>('/api/kpis?window=1h');
        return kpis.workers['worker_network_io'] === null ? null : kpis;
      },
      { what: 'two heartbeats', timeoutMs: 180_000 },
    );
    const resident = await residentBytes([app.pid, ...(await app.childPids())]);
    expect(workers['worker_memory']! / resident).toBeCloseTo(1, 0);
    expect(workers['worker_memory_usage']).toBeGreaterThan(0);
    expect(workers['worker_memory_usage']).toBeLessThan(100);
    expect(workers['worker_cpu']).toBeGreaterThanOrEqual(0);
    expect(workers['worker_cpu']).toBeLessThanOrEqual(100);
  });

  it('are the same from two monitors, and after one is killed and started again', async () => {
    const steady = ({ tasks }: Kpis) => tasks;
    const before = steady(await read<Kpis>('/api/kpis?window=1h'));
    await system.startApp('monitor', 2);
    expect(steady(await read<Kpis>('/api/kpis?window=1h', 'monitor-2'))).toEqual(before);
    await system.app('monitor').kill();
    await system.startApp('monitor');
    expect(steady(await read<Kpis>('/api/kpis?window=1h'))).toEqual(before);
  });

  it('are shown as people write them', async () => {
    const { display } = await read<Kpis>('/api/kpis?window=1h');
    expect(display['success_rate']).toBe('83.3%');
    expect(display['avg_processing_time']).toMatch(/^\d+(\.\d)?s$/);
    expect(display['redis_memory']).toMatch(/^[\d.]+ [KMG]B \/ [\d.]+ [MG]B$/);
    expect(display['worker_memory']).toMatch(/^[\d.]+ MB \/ [\d.]+ [MG]B$/);
    expect(display['redis_connections']).toMatch(/^\d+ \/ \d+$/);
  });
});

async function residentBytes(pids: readonly number[]): Promise<number> {
  const sizes = pids.map(async (pid) => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return 1024 * Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0);
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
