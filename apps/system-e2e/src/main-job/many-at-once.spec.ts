import { System } from '@vocalborn/system-harness';
import pg from 'pg';
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
  it('all succeed, start in the order in which they were accepted, and can be polled meanwhile', async () => {
    const records: string[] = [];
    for (let index = 0; index < tasks; index += 1) {
      records.push(await patient.record(samplePath('audio/zh-patient-short.wav')));
    }
    const accepted = await Promise.all(records.map((record) => patient.analyze(record)));
    const polls = await Promise.all(accepted.map((taskId) => patient.status(taskId)));
    expect(polls.map((poll) => poll.task_id)).toEqual(accepted);
    const ends = await Promise.all(accepted.map((taskId) => patient.until(taskId, 'success', 'failure')));
    expect(ends.map((end) => end.status)).toEqual(accepted.map(() => 'success'));
    expect(new Set(ends.map((end) => end.worker_name?.split('@')[0]))).toEqual(new Set(['worker1', 'worker2']));
    expect(await startsOutOfOrder()).toEqual([]);
  });
});

/** Tasks that started although one accepted clearly before them was still waiting. */
async function startsOutOfOrder(): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: system.wiring.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ task_id: string }>(
    `select late.task_id from ai_analysis_tasks early join ai_analysis_tasks late
       on late.created_at > early.created_at + interval '150 ms' and late.started_at < early.started_at - interval '20 ms'`,
  );
  await client.end();
  return rows;
}
