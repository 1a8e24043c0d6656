import { SlowAiService, System, waitFor } from '@vocalborn/system-harness';
import { afterEach, describe, expect, it } from 'vitest';
import { GatewayClient, samplePath } from '../http-client.js';

let system: System;
let ai: SlowAiService;
afterEach(async () => {
  await system.stop();
  ai.stop();
});

async function startWith(worker: Record<string, string>, workers = 1): Promise<GatewayClient> {
  ai = await SlowAiService.start();
  const env = { AI_SERVICE_URL: ai.url, CELERY_WORKER_CONCURRENCY: '2', ...worker };
  system = await System.start({ workers, env: { 'analysis-worker': env } });
  return GatewayClient.patientOf(system);
}

const clip = samplePath('audio/zh-patient-short.wav');

async function submit(patient: GatewayClient, count: number): Promise<string[]> {
  const records = await Promise.all(Array.from({ length: count }, () => patient.record(clip)));
  return Promise.all(records.map((record) => patient.analyze(record)));
}

async function attemptsOf(taskIds: readonly string[]): Promise<number[]> {
  const rows = await system.query<{ attempt: number }>(
    'select attempt from ai_analysis_tasks where task_id = any($1::uuid[])',
    [taskIds],
  );
  return rows.map((row) => row.attempt);
}

describe('a worker that receives SIGTERM', () => {
  it('finishes its running tasks and leaves the others to the next worker, without failures or retries', async () => {
    const patient = await startWith({});
    ai.takesMs = 1_500;
    const tasks = await submit(patient, 8);
    await waitFor(() => ai.open.size === 2, { what: 'both slots to be busy' });
    await system.app('analysis-worker').stop('SIGTERM', 120_000);
    expect(ai.open.size).toBe(0);
    await system.startApp('analysis-worker');
    const ends = await Promise.all(tasks.map((task) => patient.until(task, 'success', 'failure')));
    expect(ends.every((end) => end.status === 'success' && end.retry_count === 0)).toBe(true);
    expect(await attemptsOf(tasks)).toEqual(tasks.map(() => 1));
    expect(ai.abandoned).toBe(0);
  });

  it('puts its tasks back into the queue when the grace period is over, and another worker runs them', async () => {
    const patient = await startWith({ SHUTDOWN_GRACE_SECONDS: '1' });
    ai.takesMs = Infinity;
    const [task] = await submit(patient, 1);
    await waitFor(() => ai.open.size === 1, { what: 'the task to run' });
    await system.app('analysis-worker').stop('SIGTERM', 120_000);
    expect(await patient.status(task!)).toMatchObject({ status: 'processing', current_step: '轉交其他工作程序' });
    expect(await system.queueLength('wait')).toBe(1);
    ai.takesMs = 0;
    await system.startApp('analysis-worker');
    expect(await patient.until(task!, 'success')).toMatchObject({ retry_count: 0 });
    expect(await attemptsOf([task!])).toEqual([2]);
  });

  it('puts its tasks back into the queue on a second signal, without waiting for the grace period', async () => {
    const patient = await startWith({ SHUTDOWN_GRACE_SECONDS: '600' });
    ai.takesMs = Infinity;
    await submit(patient, 2);
    await waitFor(() => ai.open.size === 2, { what: 'the tasks to run' });
    const worker = system.app('analysis-worker');
    const ended = worker.stop('SIGTERM', 120_000);
    await waitFor(() => worker.output().includes('stopping'), { what: 'the first signal to arrive' });
    expect(ai.abandoned).toBe(0);
    worker.signal('SIGTERM');
    await ended;
    expect(await system.queueLength('wait')).toBe(2);
  });
});

describe('a worker that recycles its child after some tasks', () => {
  it('never exceeds its slots and loses no task', async () => {
    const patient = await startWith({ CELERY_WORKER_MAX_TASKS_PER_CHILD: '5' });
    ai.takesMs = 400;
    let most = 0;
    const watching = setInterval(() => (most = Math.max(most, ai.open.size)), 5);
    const [before] = await system.app('analysis-worker').childPids();
    const tasks = await submit(patient, 40);
    const ends = await Promise.all(tasks.map((task) => patient.until(task, 'success', 'failure')));
    clearInterval(watching);
    expect(ends.every((end) => end.status === 'success' && end.retry_count === 0)).toBe(true);
    expect(most).toBe(2);
    const metrics = await (await fetch(`${system.app('analysis-worker').url}/metrics`)).text();
    expect(Number(/^vocalborn_worker_recycles_total\S* (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThanOrEqual(1);
    expect(await system.app('analysis-worker').childPids()).not.toContain(before);
    expect(system.app('analysis-worker').running).toBe(true);
  });
});
