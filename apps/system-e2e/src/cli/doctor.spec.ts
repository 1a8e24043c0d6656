import { SlowAiService, System, waitFor } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { GatewayClient } from '../http-client.js';
import { Vocalborn } from './vocalborn.js';

interface Findings {
  readonly healthy: boolean;
  readonly causes: readonly { readonly cause: string; readonly evidence: readonly string[]; readonly fix: string }[];
  readonly notes: readonly string[];
}

let system: System;
let patient: GatewayClient;

/** Some faults show themselves only after a while. */
vi.setConfig({ testTimeout: 420_000 });

beforeAll(async () => {
  system = await System.start({ topology: 'single', env: { 'analysis-worker': { RETRY_DELAY_SCALE: '0.1' } } });
  patient = GatewayClient.patientOf(system);
  await patient.until(await analyze(), 'success');
});
afterAll(() => system.stop());

const analyze = (): Promise<string> => patient.analyzeSample('zh-patient');

/** Asks the doctor until it has seen the fault, which shows itself only after a while. */
async function findings(wanted: readonly string[], env: Record<string, string> = {}): Promise<Findings> {
  const cli = new Vocalborn(system, env);
  const seen: Findings[] = [];
  return waitFor(
    async () => {
      const { status, document: latest } = await cli.json<Findings>('doctor');
      seen.push(latest);
      expect(status).toBe(latest.healthy ? 0 : 1);
      return latest.causes.map(({ cause }) => cause).join() === wanted.join() ? latest : null;
    },
    { what: `the doctor to find ${wanted.join() || 'nothing'}`, timeoutMs: 180_000 },
  ).catch((error: unknown) => {
    throw new Error(JSON.stringify(seen.at(-1)?.causes, null, 2), { cause: error });
  });
}

/** Ends what the last fault left behind, so that the next is seen alone. */
async function forget(...taskIds: readonly string[]): Promise<void> {
  for (const taskId of taskIds) await patient.delete(`/tasks/${taskId}`);
  await system.query(`
    with forgotten as (
      delete from ai_analysis_tasks where completed_at is not null and status <> 'SUCCESS' returning task_id
    ) delete from ai_analysis_task_events where task_id in (select * from forgotten)`);
}

describe('the doctor', () => {
  it('finds nothing in a system that is well', async () => {
    expect((await findings([])).healthy).toBe(true);
  });

  it('finds that no worker is online', async () => {
    await system.app('analysis-worker').stop();
    const taskId = await analyze();
    const { causes } = await findings(['no-worker']);
    expect(causes[0]?.evidence.join()).toMatch(/last seen at .*,1 waits in the queue/);
    await system.startApp('analysis-worker');
    await patient.until(taskId, 'success');
  });

  it('finds a worker that was given another queue', async () => {
    await system.app('analysis-worker').stop();
    await system.startApp('analysis-worker', 1, { CELERY_BROKER_URL: system.redis.url(7) });
    const { causes } = await findings(['wrong-queue']);
    expect(causes[0]?.evidence[0]).toContain('listen to database 7 of this Redis, the queue is in database 0');
    await system.app('analysis-worker').stop();
    await system.startApp('analysis-worker');
  });

  it('finds jobs that were put where no worker looks', async () => {
    const { Redis } = await import('ioredis');
    const redis = new Redis(system.wiring.brokerUrl);
    await redis.lpush('bull:ai_analysys:wait', 'a job');
    const { causes } = await findings(['wrong-queue']);
    expect(causes[0]?.evidence[0]).toContain('bull:ai_analysys:wait');
    await redis.del('bull:ai_analysys:wait');
    redis.disconnect();
  });

  it('finds that Redis is down', async () => {
    await system.redis.stop();
    await findings(['redis-down']);
    await system.redis.restart();
    await findings([]);
  });

  it('finds that the ai-service is down', async () => {
    await system.app('ai-service').stop();
    const taskId = await analyze();
    const { causes } = await findings(['ai-service-down']);
    expect(causes[0]?.fix).toContain('curl -f $AI_SERVICE_URL/health');
    await system.startApp('ai-service');
    await patient.until(taskId, 'success');
    await forget();
  });

  it('finds that the ai-service is slow', async () => {
    const slow = await SlowAiService.start();
    slow.takesMs = Infinity;
    await system.app('analysis-worker').stop();
    await system.startApp('analysis-worker', 1, { AI_SERVICE_URL: slow.url });
    const taskId = await analyze();
    const { causes } = await findings(['ai-service-slow'], { AI_SERVICE_URL: slow.url });
    expect(causes[0]?.evidence[0]).toContain(taskId);
    await forget(taskId);
    await system.app('analysis-worker').stop();
    slow.stop();
    await system.startApp('analysis-worker');
  });

  it('finds recordings that are too large', async () => {
    await system.app('analysis-worker').stop();
    await system.startApp('analysis-worker', 1, { MAX_AUDIO_FILE_SIZE: '2048' });
    await patient.until(await analyze(), 'failure');
    const { causes } = await findings(['oversized-file']);
    expect(causes[0]?.evidence[0]).toContain('The recording is too large.');
    await forget();
    await system.app('analysis-worker').stop();
    await system.startApp('analysis-worker');
  });

  it('finds workers whose memory grows, and Redis', async () => {
    await findings([]);
    await system.query('delete from gauge_minutes');
    const grow = (column: string, megabytes: string): Promise<unknown> =>
      system.query(`
        insert into gauge_minutes (minute, active_workers, ${column})
        select date_trunc('minute', now()) - n * interval '1 minute', 1, (${megabytes}) * 1048576
        from generate_series(1, 180) n on conflict (minute) do update set ${column} = excluded.${column}`);
    await grow('worker_memory', '900 - 3 * n');
    expect((await findings(['worker-memory'])).causes[0]?.fix).toContain('CELERY_WORKER_MAX_TASKS_PER_CHILD=100');
    await system.query('delete from gauge_minutes');
    await grow('redis_memory', '600 - 3 * n');
    expect((await findings(['redis-memory'])).causes[0]?.fix).toContain('vocalborn results purge');
    await system.query('delete from gauge_minutes');
  });

  it('needs no monitor', async () => {
    await system.app('monitor').stop();
    const { notes } = await findings([]);
    expect(notes.join()).toContain('the monitor does not answer');
  });
});
