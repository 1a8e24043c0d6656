import { SlowAiService, System, waitFor } from '@vocalborn/system-harness';
import { askWorkers, listWorkers, type Command, type Reply, type Taken } from '@vocalborn/worker-control';
import { type Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient } from '../http-client.js';

/** A child takes seconds to start on a machine that is busy. */
const timeoutMs = 180_000;

let system: System;
let ai: SlowAiService;
let redis: Redis;
let patient: GatewayClient;
let name: string;

beforeAll(async () => {
  ai = await SlowAiService.start();
  ai.takesMs = Infinity;
  const env = { AI_SERVICE_URL: ai.url, CELERY_WORKER_CONCURRENCY: '1', RETRY_DELAY_SCALE: '0.001' };
  system = await System.start({ env: { 'analysis-worker': env } });
  redis = await system.redisClient(1);
  patient = GatewayClient.patientOf(system);
  const online = await waitFor(async () => (await listWorkers(redis)).find((worker) => worker.online), {
    what: 'the worker to be online',
  });
  name = online.report.name;
});
afterAll(async () => {
  redis.disconnect();
  await system.stop();
  ai.stop();
});

async function ask(command: Command): Promise<Reply | Taken> {
  return waitFor(async () => (await askWorkers(redis, [name], command)).get(name), { what: 'an answer' });
}

async function submit(): Promise<string> {
  return patient.analyzeSample();
}

const worker = async () => (await listWorkers(redis)).find(({ report }) => report.name === name)!;

describe('a worker that is asked through Redis', () => {
  it('answers what it is and what it runs', async () => {
    expect(await ask({ command: 'ping' })).toEqual({ ok: 'pong' });
    const task = await submit();
    const active = async (): Promise<unknown> => ask({ command: 'active' });
    // The process that answers hears of the attempt a moment after it began.
    await waitFor(async () => JSON.stringify(await active()).includes(task), { what: 'the task to run' });
    expect(await active()).toEqual({ ok: [task] });
    expect(await ask({ command: 'reserved' })).toEqual({ ok: [] });
    const stats = await ask({ command: 'stats' });
    expect(stats).toMatchObject({ ok: { name, concurrency: 1, hardTimeLimit: 1_805, softTimeLimit: 1_800 } });
    const { report } = await worker();
    expect(report.memoryBytes).toBeGreaterThan(50_000_000);
    expect(report.memoryLimitBytes).toBeGreaterThan(report.memoryBytes);
    expect(report.version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('grows: more tasks run at a time, and those that ran go on', async () => {
    const attempts = await runningAttempts();
    expect(await ask({ command: 'pool_grow', n: 2 })).toEqual({ ok: 'the pool has 3 slots' });
    await Promise.all([submit(), submit(), submit()]);
    await waitFor(() => ai.open.size === 3, { what: 'three tasks to run at a time', timeoutMs });
    expect(await runningAttempts()).toEqual(attempts);
    await waitFor(async () => (await worker()).report.concurrency === 3, {
      what: 'the registry to show it',
      timeoutMs,
    });
  });

  it('shrinks: no running task is broken off, and no more than its slots begin', async () => {
    expect(await ask({ command: 'pool_shrink', n: 2 })).toEqual({ ok: 'the pool has 1 slots' });
    expect(await ask({ command: 'pool_shrink', n: 1 })).toEqual({ error: 'the pool can have 1 to 256 slots, not 0' });
    await waitFor(async () => (await worker()).report.recycles >= 2, { what: 'the smaller child', timeoutMs });
    ai.finishAll();
    await waitFor(() => ai.open.size === 1, { what: 'the waiting task to begin', timeoutMs });
    expect(ai.abandoned).toBe(0);
    ai.finishAll();
  });

  it('has its time limits changed: the soft one ends a task that began afterwards', async () => {
    expect(await ask({ command: 'time_limit', soft: 9, hard: 3 })).toHaveProperty('error');
    expect(await ask({ command: 'time_limit', soft: 1, hard: 60 })).toEqual({ ok: 'time limits set successfully' });
    const task = await submit();
    expect(await patient.until(task, 'failure')).toMatchObject({ error: { kind: 'timeout' } });
    expect(ai.abandoned).toBe(3);
  });

  it('replaces the processes that run tasks', async () => {
    const app = system.app('analysis-worker');
    const before = await app.childPids();
    expect(await ask({ command: 'pool_restart' })).toEqual({ ok: 'reload started' });
    await waitFor(async () => (await app.childPids()).every((pid) => !before.includes(pid)), {
      what: 'a new child',
      timeoutMs,
    });
  });

  it('does nothing of what it was asked while it was frozen and did not answer', async () => {
    const app = system.app('analysis-worker');
    app.signal('SIGSTOP');
    for (const command of [{ command: 'pool_grow', n: 1 }, { command: 'shutdown' }] as const) {
      expect(await askWorkers(redis, [name], command, 500)).toEqual(new Map([[name, null]]));
    }
    app.signal('SIGCONT');
    // It hears what is asked later after what was asked before.
    expect(await ask({ command: 'pool_grow', n: 1 })).toEqual({ ok: 'the pool has 2 slots' });
    expect(app.running).toBe(true);
  });

  it('shuts down warmly: it answers, and is offline at once', async () => {
    const app = system.app('analysis-worker');
    expect(await ask({ command: 'shutdown' })).toHaveProperty('ok');
    await waitFor(() => !app.running, { what: 'the worker to end', timeoutMs: 180_000 });
    expect(await worker()).toMatchObject({ online: false });
    expect(await askWorkers(redis, [name], { command: 'ping' }, 500)).toEqual(new Map([[name, null]]));
  });
});

async function runningAttempts(): Promise<{ attempt: number; started_at: Date }[]> {
  return system.query(
    `select attempt, started_at from ai_analysis_tasks where status = 'PROCESSING' order by created_at limit 1`,
  );
}
