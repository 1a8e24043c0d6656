import { freshRedisUrl } from '@vocalborn/system-harness';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listWorkers, offlineAfterSeconds, sendHeartbeat, signOff, type WorkerReport } from './registry.js';

let redis: Redis;
beforeAll(async () => {
  redis = new Redis(await freshRedisUrl());
});
afterAll(() => redis.disconnect());

const report = (name: string): WorkerReport => ({
  name,
  pid: 1,
  concurrency: 2,
  active: ['task'],
  processed: 3,
  failed: 0,
  retried: 1,
  loadAverage: [0.5, 0.4, 0.3],
  memoryBytes: 1_000,
  startedAt: '2026-01-01T00:00:00.000Z',
});

describe('the worker registry', () => {
  it('shows a worker online while its heart beats, offline after, and forgets it in the end', async () => {
    const now = Date.now();
    await sendHeartbeat(redis, report('one@host'), now);
    expect(await listWorkers(redis, now)).toEqual([
      { online: true, lastSeenAt: new Date(now).toISOString(), report: report('one@host') },
    ]);
    expect(await listWorkers(redis, now + offlineAfterSeconds * 1000 + 1)).toMatchObject([{ online: false }]);
    expect(await listWorkers(redis, now + 3_600_001)).toEqual([]);
  });

  it('shows a worker that signed off as offline at once', async () => {
    await redis.flushdb();
    await sendHeartbeat(redis, report('two@host'));
    await signOff(redis, 'two@host');
    expect(await listWorkers(redis)).toMatchObject([{ online: false, report: { name: 'two@host' } }]);
  });

  it('is empty when Redis has lost everything', async () => {
    await redis.flushdb();
    expect(await listWorkers(redis)).toEqual([]);
  });
});
