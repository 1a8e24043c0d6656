import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StartedMonitor } from '../fixtures/started-monitor.js';

let monitor: StartedMonitor;
beforeAll(async () => {
  monitor = await StartedMonitor.start();
});
afterAll(() => monitor.stop());

const queue = async (): Promise<unknown> => (await monitor.ask('GET', '/api/live/queues')).body.queues[0];

describe('an operator', () => {
  it('pauses the queue and resumes it, and both are in the audit log', async () => {
    await monitor.pending();
    expect(await queue()).toMatchObject({ paused: false, pending: 1 });
    expect(await monitor.ask('POST', '/api/queues/pause')).toMatchObject({
      status: 200,
      body: { message: "Paused 'ai_analysis'" },
    });
    await monitor.pending();
    expect(await queue()).toMatchObject({ paused: true, pending: 2 });
    expect((await monitor.ask('POST', '/api/queues/resume')).status).toBe(200);
    expect(await queue()).toMatchObject({ paused: false, pending: 2 });

    const { body } = await monitor.ask('GET', '/api/audit');
    const entry = { actor: 'basic:operator', target: 'ai_analysis', outcome: 'done' };
    expect(body.actions).toMatchObject([
      { ...entry, action: 'queue.resume' },
      { ...entry, action: 'queue.pause' },
    ]);
  });

  it('who may only read cannot pause it', async () => {
    expect((await monitor.ask('POST', '/api/queues/pause', { as: 'reader' })).status).toBe(403);
    expect(await queue()).toMatchObject({ paused: false });
  });
});
