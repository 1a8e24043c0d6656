import { SlowAiService, System } from '@vocalborn/system-harness';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient } from '../http-client.js';

/** The table's delays in hundredths. */
const scale = 0.01;

let system: System;
let patient: GatewayClient;
let ai: SlowAiService;

beforeAll(async () => {
  ai = await SlowAiService.start();
  const worker = { AI_SERVICE_URL: ai.url, RETRY_DELAY_SCALE: String(scale), CELERY_TASK_SOFT_TIME_LIMIT: '4' };
  system = await System.start({ env: { 'analysis-worker': worker } });
  patient = GatewayClient.patientOf(system);
});
afterAll(async () => {
  await system.stop();
  ai.stop();
});
afterEach(() => {
  ai.failWith = null;
  ai.takesMs = 0;
});

interface Event {
  readonly status: string;
  readonly at: Date;
  readonly attempt: number;
  readonly next_retry_at: Date | null;
}

/** For each retry: the planned delay, and when the next attempt began after the plan; both in seconds. */
async function retriesOf(taskId: string): Promise<{ planned: number; late: number }[]> {
  const events = await system.query<Event>(
    `select status, attempt, at, next_retry_at from ai_analysis_task_events
     where task_id = $1 and (status = 'RETRY' or current_step = 'initialising') order by event_id`,
    [taskId],
  );
  const ends = events.filter((event) => event.status === 'RETRY');
  return ends.map((end) => {
    const next = events.find((event) => event.status === 'PROCESSING' && event.attempt === end.attempt + 1);
    const plan = end.next_retry_at?.getTime() ?? NaN;
    return { planned: (plan - end.at.getTime()) / 1000, late: ((next?.at.getTime() ?? NaN) - plan) / 1000 };
  });
}

/** The transaction that plans a retry reads the clock before its event does. */
const clockReadingsApart = 0.25;

describe('retries of a real worker', () => {
  it.each([
    ['ai_service', 500, [60, 60, 60]],
    ['file', 422, []],
    ['timeout', 'silence', [120, 120]],
    ['network', 'cut', [30, 60, 120, 240, 480]],
  ] as const)('follow the retry table for %s errors', async (kind, failure, delays) => {
    ai.failWith = failure === 'silence' ? null : failure;
    ai.takesMs = failure === 'silence' ? Infinity : 0;
    const taskId = await patient.analyzeSample();
    const ended = await patient.until(taskId, 'failure', 'success');
    expect(ended).toMatchObject({ status: 'failure', error: { kind }, retry_count: delays.length });
    const retries = await retriesOf(taskId);
    expect(retries).toHaveLength(delays.length);
    for (const [index, { planned, late }] of retries.entries()) {
      expect(planned).toBeGreaterThan(delays[index]! * scale - clockReadingsApart);
      expect(planned).toBeLessThan(delays[index]! * scale * 1.1 + clockReadingsApart);
      expect(late).toBeGreaterThan(-clockReadingsApart);
    }
  });

  it('keep every Celery field in the cache entries of a waiting and of a failed task', async () => {
    const meta = await system.redisClient(1);
    ai.failWith = 'cut';
    const taskId = await patient.analyzeSample();
    await patient.until(taskId, 'retry');
    const waiting = await meta.hgetall(`celery-task-meta-${taskId}`);
    expect(waiting).toMatchObject({ status: 'RETRY', error_kind: 'network', max_retries: '5', result: 'null' });
    expect(Date.parse(waiting['next_retry_at'] ?? '')).not.toBeNaN();
    await patient.until(taskId, 'failure');
    const failed = await meta.hgetall(`celery-task-meta-${taskId}`);
    expect(failed).toMatchObject({ status: 'FAILURE', task_id: taskId, retry_count: '5', children: '[]' });
    for (const field of ['traceback', 'date_done', 'failed_at', 'error_message', 'worker_name', 'started_at']) {
      expect(failed[field]).not.toBe('null');
      expect(failed[field]).toBeTruthy();
    }
    meta.disconnect();
  });
});
