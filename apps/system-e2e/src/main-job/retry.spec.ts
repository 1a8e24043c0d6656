import { System } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient } from '../http-client.js';

let system: System;
let patient: GatewayClient;

beforeAll(async () => {
  system = await System.start({ env: { 'analysis-worker': { RETRY_DELAY_SCALE: '0.1' } } });
  patient = GatewayClient.patientOf(system);
});
afterAll(() => system.stop());

describe('while the ai-service is down', () => {
  it('a task waits for a retry, shows that everywhere, and succeeds when the service is back', async () => {
    await system.app('ai-service').kill();
    const taskId = await patient.analyzeSample('zh-patient');
    const waiting = await patient.until(taskId, 'retry', 'failure', 'success');
    expect(waiting).toMatchObject({ status: 'retry', retry_count: 1, max_retries: 5, error: { kind: 'network' } });
    const [retry] = await system.query<{ at: Date }>(
      `select at from ai_analysis_task_events where task_id = $1 and status = 'RETRY' order by event_id limit 1`,
      [taskId],
    );
    expect(Date.parse(waiting.next_retry_at ?? '')).toBeGreaterThan(retry!.at.getTime());

    const meta = await system.redisClient(1);
    expect(await meta.hgetall(`celery-task-meta-${taskId}`)).toMatchObject({
      status: 'RETRY',
      error_kind: 'network',
      retry_count: '1',
      max_retries: '5',
      next_retry_at: waiting.next_retry_at,
    });
    meta.disconnect();

    await system.startApp('ai-service');
    const done = await patient.until(taskId, 'success', 'failure');
    expect(done).toMatchObject({ status: 'success', error: null, next_retry_at: null });
    expect(done.retry_count).toBeGreaterThanOrEqual(1);
  });
});
