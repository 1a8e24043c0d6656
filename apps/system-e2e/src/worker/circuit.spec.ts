import { System, waitFor } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient, samplePath } from '../http-client.js';

let system: System;
let patient: GatewayClient;

beforeAll(async () => {
  const worker = { RETRY_DELAY_SCALE: '0.01', CELERY_WORKER_CONCURRENCY: '4' };
  system = await System.start({ env: { 'analysis-worker': worker } });
  patient = GatewayClient.patientOf(system);
});
afterAll(() => system.stop());

async function circuit(): Promise<string> {
  const answer = await fetch(`${system.app('analysis-worker').url}/health/ready`);
  const body = (await answer.json()) as { details: { ai_service?: { circuit: string } } };
  return body.details.ai_service?.circuit ?? '';
}

describe('while the ai-service is down and many tasks come in', () => {
  it('tasks wait instead of using up their retries, and all succeed once it is back', async () => {
    const clip = samplePath('audio/zh-patient-short.wav');
    const records = await Promise.all(Array.from({ length: 30 }, () => patient.record(clip)));
    await system.app('ai-service').kill();
    const tasks = await Promise.all(records.map((record) => patient.analyze(record)));
    await waitFor(async () => (await circuit()) === 'open', { what: 'the circuit to open' });
    const metrics = await (await fetch(`${system.app('analysis-worker').url}/metrics`)).text();
    expect(metrics).toMatch(/^vocalborn_ai_service_circuit_open\S* 1$/m);
    const attempts = (): Promise<{ count: string }[]> =>
      system.query('select sum(attempt) as count from ai_analysis_tasks');
    const before = await attempts();
    await waitFor(async () => (await circuit()) === 'open', { what: 'the circuit to stay open' });
    expect(await attempts()).toEqual(before);

    await system.startApp('ai-service');
    const ends = await Promise.all(tasks.map((task) => patient.until(task, 'success', 'failure')));
    expect(ends.every((end) => end.status === 'success')).toBe(true);
    await waitFor(async () => (await circuit()) === 'closed', { what: 'the circuit to close' });
  });
});
