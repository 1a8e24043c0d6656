import { System } from '@vocalborn/system-harness';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient, samplePath } from '../http-client.js';

const tasks = 50;
const slots = 4;
/** The gateway's database connections. */
const requestsAtATime = 10;
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
    expect(await farthestFromItsTurn()).toBeLessThanOrEqual(requestsAtATime + slots);
  });
});

/**
 * How many places the order of starts differs from the order of acceptance at most. The requests that the gateway serves
 * at the same time may reach the queue in any order, and so may the slots that take tasks at the same time.
 */
async function farthestFromItsTurn(): Promise<number> {
  const client = new pg.Client({ connectionString: system.wiring.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ farthest: number }>(
    `select max(abs(accepted - started))::int as farthest from (
       select row_number() over (order by created_at) as accepted, row_number() over (order by started_at) as started
       from ai_analysis_tasks) as places`,
  );
  await client.end();
  return rows[0]?.farthest ?? tasks;
}
