import type { monitor } from '@vocalborn/client';
import { System, waitFor } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient } from '../http-client.js';
import { listenToEvents } from './event-listener.js';

let system: System;

beforeAll(async () => {
  system = await System.start({ workers: 2, env: { monitor: { MONITOR_BASIC_AUTH: 'operator:correct horse' } } });
});
afterAll(() => system.stop());

async function table<Row>(name: string): Promise<Row[]> {
  const response = await fetch(`${system.app('monitor').url}/api/live/${name}`, {
    headers: { Authorization: `Bearer ${system.tokens.admin}` },
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as Record<string, Row[]>)[name] ?? [];
}

describe('the monitor', () => {
  it('shows who works, what waits and what runs', async () => {
    const workers = await waitFor(
      async () => {
        const rows = await table<monitor.WorkerDto>('workers');
        return rows.length === 2 ? rows : null;
      },
      { what: 'both workers to be seen' },
    );
    expect(workers.map((worker) => worker.status)).toEqual(['online', 'online']);
    await system.app('ai-service').kill();
    const patient = GatewayClient.patientOf(system);
    const taskId = await patient.analyzeSample('zh-patient');
    await patient.until(taskId, 'retry');
    expect(await table('tasks')).toMatchObject([
      { task_id: taskId, name: 'analyze_audio', state: 'RETRY', step: 'waiting_for_retry', current_step: '等待重試' },
    ]);
    // The job is delayed after the ledger has planned the retry.
    await expect
      .poll(() => table('queues'), { timeout: 20_000 })
      .toMatchObject([{ queue: 'ai_analysis', waiting_for_retry: 1, workers: 2 }]);
  });

  it('shows a worker that was killed as offline, and tells of it to whoever listens', async () => {
    const lastEvent = async (): Promise<number> => {
      const [row] = await system.query<{ last: number }>(
        'select max(event_id)::int as last from ai_analysis_task_events',
      );
      return row!.last;
    };
    const before = await lastEvent();
    const listening = await listenToEvents(system.app('monitor').url, `Bearer ${system.tokens.admin}`);
    await waitFor(() => listening.workers.length > 0, { what: 'the workers to be told of' });
    await system.app('analysis-worker-2').kill();
    const gone = await waitFor(
      async () => {
        const rows = await table<{ name: string; status: string }>('workers');
        return rows.find((worker) => worker.name.startsWith('worker2@') && worker.status === 'offline');
      },
      { what: 'the killed worker to be offline', timeoutMs: 180_000 },
    );
    expect(gone.status).toBe('offline');
    const told = await waitFor(
      () =>
        listening.workers.find(({ data }) =>
          data['workers'].some(({ name, status }) => name === gone.name && status === 'offline'),
        ),
      { what: 'the loss to be told' },
    );
    expect(Number(told.id)).toBeGreaterThanOrEqual(before);
    expect(Number(told.id)).toBeLessThanOrEqual(await lastEvent());
    expect(listening.queues.at(-1)?.data).toMatchObject({ queues: [{ queue: 'ai_analysis', workers: 1 }] });
    listening.stop();
  });

  it('is open to administrators and to the basic credentials, and to nobody else', async () => {
    const status = async (authorization?: string): Promise<number> => {
      const headers = authorization === undefined ? {} : { Authorization: authorization };
      return (await fetch(`${system.app('monitor').url}/api/live/tasks`, { headers })).status;
    };
    expect(await status()).toBe(401);
    expect(await status(`Bearer ${system.tokens.patient}`)).toBe(403);
    const wrong = await fetch(`${system.app('monitor').url}/api/live/tasks`, {
      headers: { Authorization: `Basic ${btoa('operator:wrong')}` },
    });
    expect([wrong.status, await wrong.text()]).toEqual([401, expect.stringContaining('its own basic credentials')]);
    expect(await status(`Basic ${btoa('operator:correct horse')}`)).toBe(200);
    expect(await status(`Bearer ${system.tokens.admin}`)).toBe(200);
  });
});
