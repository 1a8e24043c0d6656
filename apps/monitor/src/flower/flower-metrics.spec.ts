import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { StartedMonitor } from '../fixtures/started-monitor.js';
import { workerReport } from '../fixtures/worker-report.js';

let monitor: StartedMonitor;
beforeAll(async () => {
  monitor = await StartedMonitor.start();
});
afterAll(() => monitor.stop());

async function seriesOf(worker: string): Promise<string[]> {
  const { body } = await monitor.ask('GET', '/metrics');
  const names = (body as string).split('\n').filter((line) => line.includes(`worker="${worker}"`));
  return [...new Set(names.map((line) => line.split('{')[0]!))].toSorted();
}

describe('the series of a worker', () => {
  it('go when it has not been registered for a while, and those of others stay', async () => {
    for (const name of ['gone@host', 'here@host']) {
      await monitor.worker(workerReport({ name }));
      await monitor.running(name);
    }
    const counted = expect.arrayContaining(['flower_events_total', 'flower_worker_online']) as string[];
    await vi.waitFor(async () => expect(await seriesOf('gone@host')).toEqual(counted), { timeout: 10_000 });
    await vi.waitFor(async () => expect(await seriesOf('here@host')).toEqual(counted), { timeout: 10_000 });

    await monitor.redis.flushdb();
    await monitor.worker(workerReport({ name: 'here@host' }));
    expect(await seriesOf('gone@host')).toContain('flower_events_total');
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 6 * 60_000);
    // The scrape that notices it may still show them.
    await seriesOf('gone@host');
    expect(await seriesOf('gone@host')).toEqual([]);
    expect(await seriesOf('here@host')).toContain('flower_events_total');
    clock.mockRestore();
  });
});
