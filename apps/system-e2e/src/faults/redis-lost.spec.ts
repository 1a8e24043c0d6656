import { System } from '@vocalborn/system-harness';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient, samplePath } from '../http-client.js';

let system: System;
let patient: GatewayClient;

beforeAll(async () => {
  system = await System.start({ topology: 'single' });
  patient = GatewayClient.patientOf(system);
});
afterAll(() => system.stop());

describe('when Redis is lost', () => {
  it('accepts tasks while Redis is away, and runs them when it is back', async () => {
    const recordId = await patient.record(samplePath('audio/zh-patient-short.wav'));
    await system.redis.kill();
    const { status, body } = await patient.post('/analyze', { practice_record_id: recordId });
    expect(status).toBe(202);
    expect(body).toMatchObject({ status: 'pending', queue_position: null });
    expect(await patient.status(String(body['task_id']))).toMatchObject({ status: 'pending' });
    await system.redis.restart();
    expect(await patient.until(String(body['task_id']), 'success', 'failure')).toMatchObject({ status: 'success' });
  });

  it('loses no task when Redis is flushed under load', async () => {
    const records: string[] = [];
    for (let count = 0; count < 10; count += 1)
      records.push(await patient.record(samplePath('audio/zh-patient-short.wav')));
    const tasks = await Promise.all(records.map((record) => patient.analyze(record)));
    const redis = new Redis(system.wiring.brokerUrl);
    await redis.flushall();
    redis.disconnect();
    const ends = await Promise.all(tasks.map((task) => patient.until(task, 'success', 'failure')));
    expect(ends.map((end) => end.status)).toEqual(tasks.map(() => 'success'));
  });

  it('runs the task of a killed worker again on the next worker', async () => {
    const taskId = await patient.analyzeSample('zh-patient');
    await patient.until(taskId, 'processing', 'success');
    await system.app('analysis-worker').kill();
    await system.startApp('analysis-worker');
    expect(await patient.until(taskId, 'success', 'failure')).toMatchObject({ status: 'success' });
  });
});
