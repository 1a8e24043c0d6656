import { SlowAiService, System } from '@vocalborn/system-harness';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient } from '../http-client.js';

/** The table's delays in hundredths. */
const scale = 0.01;

let system: System;
let patient: GatewayClient;
let ai: SlowAiService;

beforeAll(async () => {
  ai = await SlowAiService.start();
  const worker = { AI_SERVICE_URL: ai.url, RETRY_DELAY_SCALE: String(scale), CELERY_TASK_SOFT_TIME_LIMIT: '1' };
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
}

/** Seconds between the end of each try and the begin of the next. */
async function pausesOf(taskId: string): Promise<number[]> {
  const events = await system.query<Event>(
    `select status, attempt, at from ai_analysis_task_events
     where task_id = $1 and (status = 'RETRY' or current_step = 'initialising') order by event_id`,
    [taskId],
  );
  const ends = events.filter((event) => event.status === 'RETRY');
  return ends.map((end) => {
    const next = events.find((event) => event.status === 'PROCESSING' && event.attempt === end.attempt + 1);
    return ((next?.at.getTime() ?? NaN) - end.at.getTime()) / 1000;
  });
}

/** How much later than planned a try may begin: jitter of the table, and the queue's own steps. */
const lateBySeconds = 2;

describe('the retry table in a real run', () => {
  it.each([
    ['ai_service', 500, [60, 60, 60]],
    ['file', 422, []],
    ['timeout', 'silence', [120, 120]],
    ['network', 'cut', [30, 60, 120, 240, 480]],
  ] as const)('%s', async (kind, failure, delays) => {
    ai.failWith = failure === 'silence' ? null : failure;
    ai.takesMs = failure === 'silence' ? Infinity : 0;
    const taskId = await patient.analyzeSample();
    const ended = await patient.until(taskId, 'failure', 'success');
    expect(ended).toMatchObject({ status: 'failure', error: { kind }, retry_count: delays.length });
    const pauses = await pausesOf(taskId);
    console.log(`${kind}: planned ${delays.map((delay) => delay * scale).join(', ')} s; seen ${pauses.join(', ')} s`);
    expect(pauses).toHaveLength(delays.length);
    for (const [index, delay] of delays.entries()) {
      expect(pauses[index]).toBeGreaterThan(delay * scale * 0.95 - 0.25);
      expect(pauses[index]).toBeLessThan(delay * scale * 1.1 + lateBySeconds);
    }
  });

  it('leaves every field that Celery had in the entries of a waiting and of a failed task', async () => {
    const meta = new Redis(system.wiring.resultBackendUrl);
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
