import { SlowAiService, System, waitFor } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient } from '../http-client.js';

let system: System;
let ai: SlowAiService;

beforeAll(async () => {
  ai = await SlowAiService.start();
  system = await System.start({ workers: 2, env: { 'analysis-worker': { AI_SERVICE_URL: ai.url } } });
});
afterAll(async () => {
  await system.stop();
  ai.stop();
});

/** Longer than a job's lock in the queue (20 s), so that only its renewal can keep the task. */
const takesMs = 27_000;

describe('a task that takes longer than its lock', () => {
  it('is run once, by the worker that took it', async () => {
    ai.takesMs = takesMs;
    const patient = GatewayClient.patientOf(system);
    const taskId = await patient.analyzeSample();
    await waitFor(async () => (await patient.status(taskId)).status === 'success', {
      what: 'the task to succeed',
      timeoutMs: 180_000,
    });
    const [row] = await system.query<{ attempt: number }>('select attempt from ai_analysis_tasks where task_id = $1', [
      taskId,
    ]);
    expect(row?.attempt).toBe(1);
    expect(ai.answered).toBe(1);
  });
});
