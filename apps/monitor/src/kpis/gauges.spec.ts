import type { RedisReport } from '@vocalborn/redis';
import type { WorkerReport } from '@vocalborn/worker-control';
import { describe, expect, it } from 'vitest';
import { workerReport } from '../fixtures/worker-report.js';
import { gaugesOf, limitsOf, lookupsOf } from './gauges.js';
import { hitRate } from './values.js';
import { readStep, readWindow } from './window.js';

const worker = (report: Partial<WorkerReport> = {}, online = true) => ({
  online,
  lastSeenAt: '2026-01-01T00:00:00.000Z',
  report: workerReport(report),
});
const server = (given: Partial<RedisReport> = {}): RedisReport => ({
  runId: 'run-a',
  usedMemory: 100,
  maxMemory: 1_000,
  clients: 5,
  maxClients: 100,
  commandsPerSecond: 50,
  hits: 90,
  misses: 10,
  ...given,
});
const nothing = { queueLength: null, workers: null, redis: null };

describe('the gauges of workers', () => {
  const gauges = (...workers: ReturnType<typeof worker>[]) => gaugesOf({ ...nothing, workers });

  it.each<[string, ReturnType<typeof worker>[], object]>([
    [
      'are zero workers and null figures without workers',
      [],
      { active_workers: 0, worker_cpu: null, worker_memory: null, worker_memory_usage: null, worker_network_io: null },
    ],
    ['do not count offline workers', [worker({}, false)], { active_workers: 0, worker_cpu: null }],
    [
      'weigh the CPU by cores',
      [worker({ cpuCores: 1, cores: 1 }), worker({ cpuCores: 0, cores: 3 })],
      { active_workers: 2, worker_cpu: 25 },
    ],
    ['add up memory', [worker({ memoryBytes: 1 }), worker({ memoryBytes: 2 })], { worker_memory: 3 }],
    [
      'show the memory usage of the worker nearest to its limit',
      [worker({ memoryBytes: 10, memoryLimitBytes: 100 }), worker({ memoryBytes: 5, memoryLimitBytes: 10 })],
      { worker_memory_usage: 50 },
    ],
    [
      'take an unknown memory limit for no usage',
      [worker({ memoryBytes: 10, memoryLimitBytes: 0 })],
      { worker_memory_usage: 0 },
    ],
    [
      'count the traffic of a shared network once',
      [
        worker({ network: 'a', networkBytesPerSecond: 7 }),
        worker({ network: 'a', networkBytesPerSecond: 7 }),
        worker({ network: 'b', networkBytesPerSecond: 1 }),
      ],
      { worker_network_io: 8 },
    ],
    ['have no traffic when it is unknown', [worker({ networkBytesPerSecond: null })], { worker_network_io: null }],
  ])('%s', (_, workers, expected) => expect(gauges(...workers)).toMatchObject(expected));

  it('are null when Redis is unavailable', () => {
    expect(new Set(Object.values(gaugesOf(nothing)))).toEqual(new Set([null]));
  });
});

describe('the gauges of Redis', () => {
  it.each<[string, RedisReport[], object]>([
    [
      'of one server',
      [server()],
      { redis_memory: 100, redis_memory_usage: 10, redis_connections: 5, redis_connection_usage: 5, redis_qps: 50 },
    ],
    [
      'show the server nearest to each limit',
      [
        server({ usedMemory: 500, clients: 1 }),
        server({ usedMemory: 900, maxMemory: 100_000, clients: 9, maxClients: 10 }),
      ],
      { redis_memory: 500, redis_memory_usage: 50, redis_connections: 9, redis_connection_usage: 90, redis_qps: 100 },
    ],
    [
      'show a server without a limit last',
      [server({ usedMemory: 999, maxMemory: null }), server()],
      { redis_memory: 100 },
    ],
    ['have no usage without any limit', [server({ maxMemory: null })], { redis_memory: 100, redis_memory_usage: null }],
  ])('%s', (_, redis, expected) => expect(gaugesOf({ ...nothing, redis })).toMatchObject(expected));
});

describe('the limits', () => {
  it('count the memory of a host once, with its largest limit', () => {
    const workers = [
      worker({ network: 'a', memoryLimitBytes: 10 }),
      worker({ network: 'a', memoryLimitBytes: 20 }),
      worker({ network: 'b', memoryLimitBytes: 5 }),
      worker({ network: 'c', memoryLimitBytes: 100 }, false),
    ];
    expect(limitsOf({ ...nothing, workers, redis: [server()] })).toEqual({
      worker_memory: 25,
      redis_memory: 1_000,
      redis_connections: 100,
    });
  });

  it('are null when nothing is known', () => {
    expect(limitsOf(nothing)).toEqual({ worker_memory: null, redis_memory: null, redis_connections: null });
  });
});

describe('the lookups', () => {
  it('add up the servers and identify their processes in one order', () => {
    const servers = [server({ runId: 'b', hits: 1, misses: 2 }), server({ runId: 'a', hits: 3, misses: 4 })];
    expect(lookupsOf(servers)).toEqual({ runIds: 'a,b', hits: 4, misses: 6 });
    expect(lookupsOf(servers.toReversed())).toEqual(lookupsOf(servers));
  });

  it.each([[null], [[]]])('of %j are null', (servers) => expect(lookupsOf(servers)).toBeNull());

  it.each([
    [{ hits: 3, misses: 1 }, 75],
    [{ hits: 0, misses: 1 }, 0],
    [{ hits: 0, misses: 0 }, null],
    [null, null],
    [undefined, null],
  ])('%j have the hit rate %s', (counts, rate) => expect(hitRate(counts)).toBe(rate));
});

describe('a window', () => {
  it.each([
    ['60', 60],
    ['1m', 60],
    ['90s', 90],
    ['1h', 3_600],
    ['31d', 31 * 86_400],
  ])('%s is %i seconds', (text, seconds) => expect(readWindow(text, 'window')).toBe(seconds));

  it.each(['', '59s', '32d', '0', '-1h', '1w', '1.5h', 'soon'])('%j is refused by the name of its field', (text) =>
    expect(() => readWindow(text, 'window')).toThrow('window must be a time from 1m to 31d, such as 15m, 1h or 7d'),
  );
});

describe('the step of a series', () => {
  it.each<[string | undefined, number, number]>([
    [undefined, 60, 60],
    [undefined, 3_600, 60],
    [undefined, 6 * 3_600, 240],
    [undefined, 31 * 86_400, 7 * 3_600],
    ['5m', 3_600, 300],
    ['90s', 3_600, 120],
    ['1h', 86_400, 3_600],
    ['80m', 86_400, 3_600],
    ['100m', 86_400, 7_200],
    ['1m', 2_000 * 60, 60],
  ])('%s in a window of %i s is %i s', (text, window, step) => expect(readStep(text, window)).toBe(step));

  it.each([
    ['1m', 2_001 * 60],
    ['5m', 31 * 86_400],
  ])('%s in a window of %i s is refused', (text, window) =>
    expect(() => readStep(text, window)).toThrow('step is too short: at most 2000 points are given'),
  );

  it('is refused when it is no duration', () => expect(() => readStep('x', 3_600)).toThrow(/^step must be a time/));
});
