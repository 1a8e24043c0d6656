import { System, waitFor } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Vocalborn } from '../cli/vocalborn.js';
import { GatewayClient, samplePath } from '../http-client.js';

let system: System;
let patient: GatewayClient;

beforeAll(async () => {
  system = await System.start({ topology: 'standby' });
  patient = GatewayClient.patientOf(system);
});
afterAll(() => system.stop());

describe('when the primary of Postgres is killed', () => {
  it('requests are refused while there is no primary, and go on with the promoted standby', async () => {
    const { postgresPair } = system.servers;
    const recordId = await patient.record(samplePath('audio/zh-patient-short.wav'));
    const running = await patient.analyzeSample('zh-patient');
    await postgresPair.primary.kill();
    const refused = await patient.post('/analyze', { practice_record_id: recordId });
    expect(refused).toMatchObject({ status: 503, body: { code: 'service-unavailable' } });

    await postgresPair.promote();
    await waitFor(async () => (await patient.get('/sentences')).status === 200, { what: 'the gateway to answer' });
    const taskId = await patient.analyze(recordId);
    expect(await patient.until(taskId, 'success', 'failure')).toMatchObject({ status: 'success' });
    expect(await patient.until(running, 'success', 'failure')).toMatchObject({ status: 'success' });
  });

  it('every app is ready again, and the command line finds the new primary', async () => {
    for (const app of system.apps.values()) await app.waitReady();
    const vocalborn = new Vocalborn(system);
    expect(await vocalborn.run('status')).toMatchObject({ status: 0 });
    expect(await vocalborn.run('drill', 'restore')).toMatchObject({ status: 0 });
  });

  it('a server that becomes a standby again may take over', async () => {
    const { postgresPair } = system.servers;
    await postgresPair.rebuild();
    const taskId = await patient.analyzeSample();
    await postgresPair.primary.kill();
    await postgresPair.promote();
    expect(await patient.until(taskId, 'success', 'failure')).toMatchObject({ status: 'success' });
  });
});
