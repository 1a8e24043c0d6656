import { makeRecords, SlowAiService, submitAll, System, waitFor } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient } from '../http-client.js';

const slots = 2;
const manyTasks = 120;
const otherPatient = '00000000-0000-4000-8000-000000000004';

let system: System;
let ai: SlowAiService;
beforeAll(async () => {
  ai = await SlowAiService.start();
  const worker = { AI_SERVICE_URL: ai.url, CELERY_WORKER_CONCURRENCY: String(slots) };
  system = await System.start({ apps: ['api-gateway', 'analysis-worker'], env: { 'analysis-worker': worker } });
});
afterAll(async () => {
  await system.stop();
  ai.stop();
});

/** A task of the other patient, who has no other one. @returns its id */
async function submitForOther(): Promise<string> {
  const [record = ''] = await makeRecords(system, 1);
  await system.query('update practice_records set user_id = $2 where practice_record_id = $1', [record, otherPatient]);
  const admin = new GatewayClient(system.gatewayUrl, system.tokens.admin);
  const { body } = await admin.post<{ task_id: string }>('/analyze', { practice_record_id: record });
  return body.task_id;
}

/** Waits until a task has started. @returns the number of other tasks that started between its acceptance and its start */
async function overtakenBy(taskId: string): Promise<number> {
  return waitFor(
    async () => {
      const [row] = await system.query<{ started: number }>(
        `select (select count(*)::int from ai_analysis_tasks t where t.task_id <> own.task_id
           and t.started_at > own.created_at and t.started_at < own.started_at) as started
         from ai_analysis_tasks own where own.task_id = $1 and own.started_at is not null`,
        [taskId],
      );
      return row ? { started: row.started } : null;
    },
    { what: 'the task to start' },
  ).then(({ started }) => started);
}

describe('while one patient has many tasks waiting', () => {
  it('a task of another one starts after as many tasks as there are slots, and one', async () => {
    ai.takesMs = 300;
    await submitAll(system, await makeRecords(system, manyTasks));
    expect(await system.queueLength('wait')).toBeGreaterThan(manyTasks / 2);
    expect(await overtakenBy(await submitForOther())).toBeLessThanOrEqual(slots + 1);
    expect(await system.queueLength('wait')).toBeGreaterThan(manyTasks / 4);
  });

  it('so it does after the queue was lost and recovery has queued the tasks again', async () => {
    const redis = await system.redisClient(0);
    await submitAll(system, await makeRecords(system, manyTasks));
    await redis.flushall();
    redis.disconnect();
    await waitFor(async () => (await system.queueLength('wait')) > manyTasks / 2, { what: 'recovery' });
    expect(await overtakenBy(await submitForOther())).toBeLessThanOrEqual(slots + 1);
    expect(await system.queueLength('wait')).toBeGreaterThan(manyTasks / 4);
  });
});
