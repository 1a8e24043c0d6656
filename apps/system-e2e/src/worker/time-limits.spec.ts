import { SlowAiService, System, waitFor } from '@vocalborn/system-harness';
import { afterEach, describe, expect, it } from 'vitest';
import { GatewayClient, samplePath } from '../http-client.js';

let system: System | undefined;
let ai: SlowAiService | undefined;
afterEach(async () => {
  await system?.stop();
  ai?.stop();
});

async function startWith(worker: Record<string, string>) {
  ai = await SlowAiService.start();
  ai.takesMs = Infinity;
  const env = { AI_SERVICE_URL: ai.url, CELERY_WORKER_CONCURRENCY: '2', RETRY_DELAY_SCALE: '0.001', ...worker };
  system = await System.start({ env: { 'analysis-worker': env } });
  return { system, ai, patient: GatewayClient.patientOf(system) };
}

const clip = samplePath('audio/zh-patient-short.wav');

describe('the time limits', () => {
  it('the soft one aborts the work, which is retried as a timeout and fails when its retries are used up', async () => {
    const { ai, patient } = await startWith({ CELERY_TASK_SOFT_TIME_LIMIT: '4', CELERY_TASK_TIME_LIMIT: '60' });
    const taskId = await patient.analyze(await patient.record(clip));
    const ended = await patient.until(taskId, 'failure', 'success');
    expect(ended).toMatchObject({ status: 'failure', error: { kind: 'timeout' }, retry_count: 2, max_retries: 2 });
    expect(ai.abandoned).toBe(3);
  });

  it('the hard one ends a process that does not react any more', async () => {
    const { system, ai, patient } = await startWith({ CELERY_TASK_SOFT_TIME_LIMIT: '8', CELERY_TASK_TIME_LIMIT: '10' });
    const stuck = await patient.analyze(await patient.record(clip));
    await waitFor(() => ai.open.size === 1, { what: 'the analysis to run' });
    const worker = system.app('analysis-worker');
    const [child] = await worker.childPids();
    process.kill(child!, 'SIGSTOP');
    const retried = await waitFor(
      async () => {
        const task = await patient.status(stuck);
        return task.retry_count > 0 || task.status === 'failure' ? task : null;
      },
      { what: 'the task to be ended by force', timeoutMs: 120_000 },
    );
    expect(retried.error?.kind ?? 'timeout').toBe('timeout');
    ai.takesMs = 0;
    ai.finishAll();
    expect(await patient.until(stuck, 'success', 'failure')).toMatchObject({ status: 'success' });
    expect(await worker.childPids()).not.toContain(child);
  });
});
