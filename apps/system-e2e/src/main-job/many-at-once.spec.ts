import { System } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient, samplePath } from '../http-client.js';

const tasks = 50;
let system: System;
let patient: GatewayClient;

beforeAll(async () => {
  const env = { 'analysis-worker': { CELERY_WORKER_CONCURRENCY: '2' } };
  system = await System.start({ workers: 2, env });
  patient = GatewayClient.patientOf(system);
});
afterAll(() => system.stop());

describe(`${tasks} analyses at once with two workers of two slots each`, () => {
  it('all succeed, on both workers, and can be polled meanwhile', async () => {
    const accepted = await Promise.all((await recordsFor(tasks)).map((record) => patient.analyze(record)));
    const polls = await Promise.all(accepted.map((taskId) => patient.status(taskId)));
    expect(polls.map((poll) => poll.task_id)).toEqual(accepted);
    const ends = await Promise.all(accepted.map((taskId) => patient.until(taskId, 'success', 'failure')));
    expect(ends.map((end) => end.status)).toEqual(accepted.map(() => 'success'));
    expect(new Set(ends.map((end) => end.worker_name?.split('@')[0]))).toEqual(new Set(['worker1', 'worker2']));
  });
});

describe('tasks that were accepted one after the other', () => {
  it('start in this order on a single slot', async () => {
    await Promise.all(['analysis-worker', 'analysis-worker-2'].map((name) => system.app(name).stop()));
    const accepted: string[] = [];
    for (const record of await recordsFor(10)) accepted.push(await patient.analyze(record));
    await system.startApp('analysis-worker', 1, { CELERY_WORKER_CONCURRENCY: '1' });
    const ends = await Promise.all(accepted.map((taskId) => patient.until(taskId, 'success', 'failure')));
    const started = ends.map(({ started_at: at }) => String(at));
    expect(started).toEqual(started.toSorted());
    expect(new Set(started).size).toBe(accepted.length);
  });
});

async function recordsFor(count: number): Promise<string[]> {
  const records: string[] = [];
  for (let index = 0; index < count; index += 1) {
    records.push(await patient.record(samplePath('audio/zh-patient-short.wav')));
  }
  return records;
}
