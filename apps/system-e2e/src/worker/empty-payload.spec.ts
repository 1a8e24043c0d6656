import { System } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient } from '../http-client.js';

let system: System;
beforeAll(async () => {
  system = await System.start({ workers: 0 });
});
afterAll(() => system.stop());

describe('a job of which only its id is left', () => {
  it('is run all the same, for all that it needs is in the ledger', async () => {
    const patient = GatewayClient.patientOf(system);
    const taskId = await patient.analyzeSample();
    const redis = await system.redisClient(0);
    expect(await redis.hset(`bull:ai_analysis:${taskId}`, 'data', '{}')).toBe(0);
    redis.disconnect();
    await system.startApp('analysis-worker');
    expect(await patient.until(taskId, 'success', 'failure')).toMatchObject({ status: 'success' });
  });
});
