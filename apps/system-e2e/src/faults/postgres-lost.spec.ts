import { System, waitFor } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient, samplePath } from '../http-client.js';

let system: System;
let patient: GatewayClient;

beforeAll(async () => {
  system = await System.start();
  patient = GatewayClient.patientOf(system);
});
afterAll(() => system.stop());

describe('when Postgres is lost', () => {
  it('the gateway says so and when to come back, and everything resumes with it', async () => {
    const recordId = await patient.record(samplePath('audio/zh-patient-short.wav'));
    const running = await patient.analyzeSample('zh-patient');
    await system.postgres.kill();
    const refused = await patient.post('/analyze', { practice_record_id: recordId });
    expect(refused).toMatchObject({ status: 503, body: { code: 'service-unavailable' } });
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await fetch(`${system.gatewayUrl}/health/live`)).status).toBe(200);
    expect((await fetch(`${system.gatewayUrl}/health/ready`)).status).toBe(503);

    await system.postgres.restart();
    await waitFor(async () => (await patient.get('/sentences')).status === 200, { what: 'the gateway to answer' });
    const taskId = await patient.analyze(recordId);
    expect(await patient.until(taskId, 'success', 'failure')).toMatchObject({ status: 'success' });
    expect(await patient.until(running, 'success', 'failure')).toMatchObject({ status: 'success' });
  });
});
