import { SlowAiService, System, waitFor } from '@vocalborn/system-harness';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GatewayClient, samplePath } from '../http-client.js';

let system: System;
let patient: GatewayClient;
let other: GatewayClient;
let ai: SlowAiService;

beforeAll(async () => {
  ai = await SlowAiService.start();
  const worker = { AI_SERVICE_URL: ai.url, CELERY_WORKER_CONCURRENCY: '1' };
  system = await System.start({ env: { 'analysis-worker': worker } });
  patient = GatewayClient.patientOf(system);
  other = new GatewayClient(system.gatewayUrl, system.tokens.otherPatient);
});
afterAll(async () => {
  await system.stop();
  ai.stop();
});
beforeEach(() => {
  ai.takesMs = Infinity;
  ai.finishAll();
});

const record = (): Promise<string> => patient.record(samplePath('audio/zh-patient-short.wav'));

describe('cancelling', () => {
  it('takes a waiting task off the queue and frees its record', async () => {
    const running = await patient.analyze(await record());
    await waitFor(() => ai.open.size === 1, { what: 'the analysis to run' });
    const recordId = await record();
    const waiting = await patient.analyze(recordId);
    const { status, body } = await patient.delete(`/tasks/${waiting}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'revoked', current_step: '已取消', result_id: null });
    ai.finishAll();
    await patient.until(running, 'success');
    ai.takesMs = 0;
    const again = await patient.analyze(recordId);
    expect(await patient.until(again, 'success')).toMatchObject({ status: 'success' });
    expect(await patient.status(waiting)).toMatchObject({ status: 'revoked' });
  });

  it('aborts a running task and the computation behind it', async () => {
    const before = ai.abandoned;
    const taskId = await patient.analyze(await record());
    await waitFor(() => ai.open.size === 1, { what: 'the analysis to run' });
    await patient.delete(`/tasks/${taskId}`);
    expect(await patient.status(taskId)).toMatchObject({ status: 'revoked' });
    await waitFor(() => ai.abandoned === before + 1, { what: 'the call to be given up' });
    expect((await patient.get(`/tasks/${taskId}/result`)).status).toBe(409);
  });

  it('of a task that has ended is refused, of a revoked one changes nothing, of another patient shows nothing', async () => {
    ai.takesMs = 0;
    const done = await patient.analyze(await record());
    await patient.until(done, 'success');
    expect(await patient.delete(`/tasks/${done}`)).toMatchObject({
      status: 409,
      body: { code: 'task-ended', task_status: 'success' },
    });
    ai.takesMs = Infinity;
    const task = await patient.analyze(await record());
    expect((await other.delete(`/tasks/${task}`)).status).toBe(404);
    expect((await patient.delete(`/tasks/${task}`)).status).toBe(200);
    expect((await patient.delete(`/tasks/${task}`)).status).toBe(200);
  });
});

describe('running a task again', () => {
  it('sends a revoked task through the queue once more, also while its worker has not noticed yet', async () => {
    const taskId = await patient.analyze(await record());
    await waitFor(() => ai.open.size === 1, { what: 'the analysis to run' });
    await patient.delete(`/tasks/${taskId}`);
    const { status, body, headers } = await patient.post(`/tasks/${taskId}/retry`, {});
    expect(status).toBe(202);
    expect(body).toMatchObject({ task_id: taskId, status: 'pending' });
    expect(headers.get('location')).toBe(`/tasks/${taskId}`);
    ai.takesMs = 0;
    ai.finishAll();
    expect(await patient.until(taskId, 'success')).toMatchObject({ status: 'success', retry_count: 0 });
  });

  it('is refused for one that succeeded or is under way', async () => {
    ai.takesMs = 0;
    const taskId = await patient.analyze(await record());
    await patient.until(taskId, 'success');
    expect(await patient.post(`/tasks/${taskId}/retry`, {})).toMatchObject({
      status: 409,
      body: { code: 'task-not-retryable', task_status: 'success' },
    });
    expect((await other.post(`/tasks/${taskId}/retry`, {})).status).toBe(404);
  });
});
