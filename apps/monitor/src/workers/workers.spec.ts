import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StartedMonitor } from '../fixtures/started-monitor.js';
import { workerReport } from '../fixtures/worker-report.js';

let monitor: StartedMonitor;
beforeAll(async () => {
  monitor = await StartedMonitor.start();
  await monitor.pending();
  await monitor.pending();
  await monitor.running();
  await monitor.worker(workerReport({ active: ['task'] }), ({ command }) => (command === 'ping' ? 'pong' : [command]));
  await monitor.worker(workerReport({ name: 'stuck@host' }), () => new Promise(() => undefined));
});
afterAll(() => monitor.stop());

describe('the live tables', () => {
  it('list the online workers', async () => {
    const { body } = await monitor.ask('GET', '/api/live/workers');
    expect(body.workers).toMatchObject([
      { name: 'one@host', status: 'online', active: 1, cpu_percent: 25, ai_service_circuit: 'closed' },
      { name: 'stuck@host', status: 'online', active: 0 },
    ]);
  });

  it('show the queue with its workers', async () => {
    const { body } = await monitor.ask('GET', '/api/live/queues');
    expect(body.queues).toEqual([
      // The third job is in the list too: the worker of this spec claims in the ledger only.
      {
        ...{ queue: 'ai_analysis', pending: 3, active: 0, waiting_for_retry: 0, paused: false },
        ...{ workers: 2, throughput_per_minute: 0 },
      },
    ]);
  });
});

describe('an inspection', () => {
  it.each([
    ['ping', 'pong'],
    ['active', ['active']],
    ['reserved', ['reserved']],
    ['stats', ['stats']],
  ])('%s shows the answer of each worker, null if it does not answer', async (question, answer) => {
    expect((await monitor.ask('GET', `/api/inspect/${question}`)).body).toEqual({
      'one@host': answer,
      'stuck@host': null,
    });
  });

  it.each(['shutdown', 'PING', 'toString'])('%s is refused', async (question) => {
    expect(await monitor.ask('GET', `/api/inspect/${question}`)).toMatchObject({
      status: 400,
      body: { detail: 'question must be one of ping, active, reserved, stats' },
    });
  });
});

describe('a command that a worker takes without an answer', () => {
  it('returns 504 and tells that it may have been done', async () => {
    expect(await monitor.ask('POST', '/api/worker/pool/restart/stuck@host')).toMatchObject({
      status: 504,
      body: { detail: "'stuck@host' took it and does not answer: it may have been done" },
    });
    const { body } = await monitor.ask('GET', '/api/audit?target=stuck@host');
    expect(body.actions).toMatchObject([{ action: 'worker.pool_restart', outcome: 'failed' }]);
  });
});
