import { freshRedisUrl } from '@vocalborn/system-harness';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectRegistry, indexKey, listWorkers, offlineAfterSeconds, sendHeartbeat, signOff } from './registry.js';
import { exampleReport } from './fixtures/example-report.js';

const redis = await connectRegistry(await freshRedisUrl(), 'test', () => undefined);
beforeEach(() => redis.flushdb());
afterAll(() => redis.disconnect());

/** Makes the last heartbeat of a worker older. */
const stayAway = (name: string, seconds: number): Promise<string> => redis.zincrby(indexKey, -seconds * 1000, name);

describe('the worker registry', () => {
  it('shows a worker online, then offline without heartbeats, and removes it after an hour', async () => {
    await sendHeartbeat(redis, exampleReport('one@host'));
    expect(await listWorkers(redis)).toMatchObject([{ online: true, report: exampleReport('one@host') }]);
    await stayAway('one@host', offlineAfterSeconds + 1);
    expect(await listWorkers(redis)).toMatchObject([{ online: false }]);
    await stayAway('one@host', 3_600);
    expect(await listWorkers(redis)).toEqual([]);
    await sendHeartbeat(redis, exampleReport('two@host'));
    expect(await redis.zrange(indexKey, 0, -1)).toEqual(['two@host']);
  });

  it('accepts the first heartbeat while another command is running', async () => {
    const fresh = await connectRegistry(await freshRedisUrl(), 'test', () => undefined);
    const [pong] = await Promise.all([fresh.ping(), sendHeartbeat(fresh, exampleReport('first@host'))]);
    expect(pong).toBe('PONG');
    expect(await listWorkers(fresh)).toMatchObject([{ online: true }]);
    fresh.disconnect();
  });

  it('uses the clock of Redis, not that of a worker or reader', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 86_400_000 });
    await sendHeartbeat(redis, exampleReport('late@host'));
    vi.setSystemTime(Date.now() + 2 * 86_400_000);
    const workers = await listWorkers(redis);
    vi.useRealTimers();
    expect(workers).toMatchObject([{ online: true }]);
    const [seconds] = await redis.time();
    const lastSeen = Date.parse(workers[0]?.lastSeenAt ?? '');
    // Within an hour of the clock of Redis, while the other clocks were days away.
    expect(Math.round((lastSeen / 1_000 - Number(seconds)) / 3_600)).toBe(0);
  });

  it('shows a worker that signed off as offline at once', async () => {
    await sendHeartbeat(redis, exampleReport('two@host'));
    await signOff(redis, 'two@host');
    expect(await listWorkers(redis)).toMatchObject([{ online: false, report: { name: 'two@host' } }]);
  });

  it('reads the report of a worker of an earlier version', async () => {
    const { name, pid, concurrency } = exampleReport('old@host');
    await sendHeartbeat(redis, { name, pid, concurrency } as never);
    expect(await listWorkers(redis)).toMatchObject([
      { report: { name, concurrency, stopping: false, circuit: 'unknown', network: name, cores: 1, reserved: [] } },
    ]);
  });

  it('skips a report that cannot be read and shows the others', async () => {
    await sendHeartbeat(redis, exampleReport('broken@host'));
    await redis.set('vocalborn:worker:broken@host', '{"name":"broken@host"');
    await sendHeartbeat(redis, exampleReport('whole@host'));
    expect(await listWorkers(redis)).toMatchObject([{ report: { name: 'whole@host' } }]);
  });

  it('is empty when Redis has lost its data', async () => {
    expect(await listWorkers(redis)).toEqual([]);
  });
});
