import { describe, expect, it } from 'vitest';
import { findCauses } from './find-causes.js';
import { failure, running, seen, worker } from './fixtures/observed.js';
import type { LedgerFindings, Observations } from './observations.js';

const counts = (change: object) => ({ waiting: 0, active: 0, delayed: 0, paused: 0, ...change });
const busy = { cache: { workers: [worker(true, 't', 'u')] } };
const causesOf = (observations: Observations): string[] => findCauses(observations).causes.map(({ cause }) => cause);

describe('the doctor', () => {
  it('finds no cause in a healthy system, with the monitor or without', () => {
    expect(causesOf(seen({}))).toEqual([]);
    const alone = findCauses(seen({}, { monitor: { reached: false, reason: 'refused' } }));
    expect(alone.causes).toEqual([]);
    expect(alone.notes.join()).toContain('the doctor does not need it');
  });

  it('finds that Redis is down, and no cause that only Redis could show', () => {
    const gone = seen({ queue: 'refused', cache: 'refused' }, { unqueued: null });
    expect(causesOf(gone)).toEqual(['redis-down']);
    expect(causesOf(seen({ queue: 'refused' }))).toEqual(['redis-down']);
  });

  it('finds that Postgres is down', () => {
    expect(causesOf(seen({ ledger: 'refused' }, { unqueued: null }))).toEqual(['postgres-down']);
  });

  it('finds that no worker is online, and not also a wrong queue', () => {
    expect(causesOf(seen({ cache: { workers: [] }, queue: { consumers: [] } }))).toEqual(['no-worker']);
    const lost = findCauses(seen({ cache: { workers: [worker(false)] } }));
    expect(lost.causes[0]?.evidence[0]).toContain('worker1@host was last seen at');
  });

  it('finds workers that use another database or another server', () => {
    const other = findCauses(seen({ queue: { consumers: [{ name: 'analysis-worker', database: 2 }] } }));
    expect(other.causes).toMatchObject([{ cause: 'wrong-queue' }]);
    expect(other.causes[0]?.evidence[0]).toContain('database 2');
    expect(causesOf(seen({ queue: { consumers: [] } }))).toEqual(['wrong-queue']);
    expect(causesOf(seen({ queue: { consumers: null } }))).toEqual([]);
  });

  it('finds jobs in a list that no worker reads, if its name resembles ours', () => {
    expect(causesOf(seen({ queue: { otherQueues: [{ name: 'celery', waiting: 3 }] } }))).toEqual(['wrong-queue']);
    const foreign = findCauses(seen({ queue: { otherQueues: [{ name: 'bull:mails:wait', waiting: 3 }] } }));
    expect(foreign.causes).toEqual([]);
    expect(foreign.notes.join()).toContain('bull:mails:wait');
  });

  it('finds a paused queue, too few slots, tasks without a job, and an evicting Redis', () => {
    const counts = { waiting: 5, active: 2, delayed: 0, paused: 0 };
    expect(causesOf(seen({ queue: { counts: { ...counts, paused: 5 } } }))).toEqual(['queue-paused']);
    const full = {
      cache: { workers: [worker(true, 't', 'u')] },
      queue: { counts },
      ledger: { longestWaitSeconds: 90 },
    };
    expect(causesOf(seen(full))).toEqual(['too-few-workers']);
    expect(causesOf(seen({ ...full, ledger: { longestWaitSeconds: 5 } }))).toEqual([]);
    expect(causesOf(seen({}, { unqueued: ['t'] }))).toEqual(['not-queued']);
    expect(causesOf(seen({ queue: { evictionPolicy: 'allkeys-lru' } }))).toEqual(['eviction']);
  });

  it('finds that the ai-service is down, and not also its symptoms', () => {
    const symptoms = { running: [running()], failed: [failure({ kind: 'network', message: 'x', attempts: 9 })] };
    expect(causesOf(seen({ aiService: 'refused', ledger: symptoms }))).toEqual(['ai-service-down']);
    expect(causesOf(seen({ aiService: { status: 503 } }))).toEqual(['ai-service-down']);
  });

  it('finds an ai-service that fails for the workers only', () => {
    const found = (change: object) => causesOf(seen({ cache: { workers: [{ ...worker(true), ...change }] } }));
    expect(found({ aiServiceUp: false })).toEqual(['ai-service-down']);
    expect(found({ circuit: 'open' })).toEqual(['ai-service-down']);
    expect(found({ circuit: 'open', online: false })).not.toContain('ai-service-down');
    expect(found({ circuit: 'unknown', aiServiceUp: null })).toEqual([]);
    const failing = (attempts: number) => ({
      failed: [failure({ kind: 'ai_service', message: 'answered 500.', attempts })],
    });
    expect(causesOf(seen({ ledger: failing(3) }))).toEqual(['ai-service-down']);
    expect(causesOf(seen({ ledger: failing(2) }))).toEqual([]);
  });

  it('ignores a name that only the workers can resolve', () => {
    expect(causesOf(seen({ aiService: 'getaddrinfo ENOTFOUND ai-service' }))).toEqual([]);
    const idle = { aiService: 'getaddrinfo ENOTFOUND ai-service', ledger: { recentSuccesses: 0 } };
    expect(causesOf(seen(idle))).toEqual(['ai-service-down']);
  });

  it('ignores the task of a lost worker', () => {
    const ledger = { running: [running()] };
    expect(causesOf(seen({ ledger, cache: { workers: [worker(true)] } }))).toEqual([]);
    expect(causesOf(seen({ ledger, cache: { workers: [worker(false, 't'), worker(true)] } }))).toEqual([]);
  });

  it('finds a slow ai-service by each of its symptoms', () => {
    expect(causesOf(seen({ ledger: { running: [running()] } }))).toEqual(['ai-service-slow']);
    expect(causesOf(seen({ ledger: { running: [running({ silentSeconds: 10 })] } }))).toEqual([]);
    expect(causesOf(seen({ ledger: { running: [running()], usualSeconds: 35 } }))).toEqual([]);
    expect(causesOf(seen({ aiService: { waiting: 4 } }))).toEqual(['ai-service-slow']);
    expect(causesOf(seen({ aiService: { answerMs: 4_000 } }))).toEqual(['ai-service-slow']);
    expect(causesOf(seen({ ledger: { recentSeconds: 90, usualSeconds: 35 } }))).toEqual(['ai-service-slow']);
    const tooLong = failure({ kind: 'timeout', message: 'The analysis took too long.' });
    expect(causesOf(seen({ ledger: { failed: [tooLong] } }))).toEqual(['ai-service-slow']);
  });

  it('finds recordings that are too large, refused or running', () => {
    expect(causesOf(seen({ ledger: { failed: [failure({})] } }))).toEqual(['oversized-file']);
    expect(causesOf(seen({ ledger: { running: [running({ audioBytes: 40_000_000 })] } }))).toEqual(['oversized-file']);
    expect(causesOf(seen({ ledger: { running: [running({ audioSeconds: 500 })] } }))).toEqual(['oversized-file']);
    const damaged = failure({ message: 'The recording is damaged or is not audio.' });
    expect(causesOf(seen({ ledger: { failed: [damaged] } }))).toEqual([]);
  });

  it('finds a failing network', () => {
    const cut = failure({ kind: 'network', message: 'The recording cannot be fetched now.', attempts: 4, failures: 0 });
    expect(causesOf(seen({ ledger: { failed: [cut] } }))).toEqual(['network']);
    const over = findCauses(seen({ ledger: { failed: [{ ...cut, unresolvedSeconds: null }] } }));
    expect(over.causes).toEqual([]);
    expect(over.notes[0]).toContain('4 attempts failed within the hour (network)');
    expect(causesOf(seen({ ledger: { running: [running({ step: 'downloading_audio' })] } }))).toEqual(['network']);
  });

  it('finds growing and short memory of workers and of Redis', () => {
    const memory = Array.from({ length: 30 }, (_, n) => ({
      at: new Date(Date.UTC(2026, 0, 31) + n * 300_000).toISOString(),
      ...{ bytesPerWorker: 300e6, workerUsage: 10, redisBytes: 10e6, redisUsage: 1 },
    }));
    expect(causesOf(seen({ ledger: { memory } }))).toEqual([]);
    const leak = memory.map((point, n) => ({ ...point, bytesPerWorker: 300e6 + n * 10e6 }));
    expect(causesOf(seen({ ledger: { memory: leak } }))).toEqual(['worker-memory']);
    const hoard = memory.map((point, n) => ({ ...point, redisBytes: 10e6 + n * 5e6 }));
    expect(causesOf(seen({ ledger: { memory: hoard } }))).toEqual(['redis-memory']);
    expect(causesOf(seen({ cache: { usedMemory: 9e8 } }))).toEqual(['redis-memory']);
    expect(causesOf(seen({ cache: { expiredEntries: 5_000 } }))).toEqual(['redis-memory']);
    expect(causesOf(seen({ cache: { workers: [{ ...worker(true), memoryBytes: 1.9e9 }] } }))).toEqual([
      'worker-memory',
    ]);
  });

  const point = (n: number, bytesPerWorker: number | null, redisBytes: number | null) => ({
    at: new Date(Date.UTC(2026, 0, 31) + n * 300_000).toISOString(),
    ...{ bytesPerWorker, workerUsage: null, redisBytes, redisUsage: null },
  });
  const mib = 1024 ** 2;
  /** Thirty samples that rise in a straight line. */
  const rise = (from: number, to: number, of: 'worker' | 'redis'): Partial<LedgerFindings> => ({
    memory: Array.from({ length: 30 }, (_, n) => {
      const value = (from + ((to - from) * n) / 29) * mib;
      return of === 'worker' ? point(n, value, null) : point(n, null, value);
    }),
  });

  it.each<[string, Partial<LedgerFindings>, string[]]>([
    ['a worker by 64 MiB and a quarter', rise(256, 320.1, 'worker'), ['worker-memory']],
    ['a worker by 64 MiB, less than a quarter', rise(400, 464.1, 'worker'), []],
    ['a worker by a half, less than 64 MiB', rise(100, 150, 'worker'), []],
    ['Redis by 32 MiB and a half', rise(64, 96.1, 'redis'), ['redis-memory']],
    ['Redis by 32 MiB, less than a half', rise(100, 132.1, 'redis'), []],
    ['a worker that shrinks', rise(500, 300, 'worker'), []],
    ['nothing measured', { memory: Array.from({ length: 30 }, (_, n) => point(n, null, null)) }, []],
  ])('judges the growth of %s', (_, ledger, causes) => {
    expect(causesOf(seen({ ledger }))).toEqual(causes);
  });

  it.each<[string, Observations, string[]]>([
    ['80 % of the memory of Redis', seen({ cache: { usedMemory: 8e8 } }), []],
    ['81 % of the memory of Redis', seen({ cache: { usedMemory: 8.1e8 } }), ['redis-memory']],
    ['a Redis without a limit', seen({ cache: { usedMemory: 8e12, maxMemory: null } }), []],
    ['999 entries that never expire', seen({ cache: { expiredEntries: 999 } }), []],
    ['1000 entries that never expire', seen({ cache: { expiredEntries: 1_000 } }), ['redis-memory']],
    ['80 % of the memory of a worker', seen({ cache: { workers: [{ ...worker(true), memoryBytes: 1.6e9 }] } }), []],
    [
      '81 % of the memory of a worker',
      seen({ cache: { workers: [{ ...worker(true), memoryBytes: 1.62e9 }] } }),
      ['worker-memory'],
    ],
    [
      '95 % of the memory of an offline worker',
      seen({ cache: { workers: [worker(true), { ...worker(false), memoryBytes: 1.9e9 }] } }),
      [],
    ],
    [
      'a worker without a limit',
      seen({ cache: { workers: [{ ...worker(true), memoryBytes: 9e9, memoryLimitBytes: 0 }] } }),
      [],
    ],
    ['a health answer after 2 s', seen({ aiService: { answerMs: 2_000 } }), []],
    ['a health answer after 2.1 s', seen({ aiService: { answerMs: 2_100 } }), ['ai-service-slow']],
    ['a health status of 400', seen({ aiService: { status: 400 } }), ['ai-service-down']],
    ['a step of 15 s', seen({ ledger: { running: [running({ silentSeconds: 15 })] } }), ['ai-service-slow']],
    ['a step of 14.9 s', seen({ ledger: { running: [running({ silentSeconds: 14.9 })] } }), []],
    [
      'a step of three times the usual time',
      seen({ ledger: { usualSeconds: 20, running: [running({ silentSeconds: 60 })] } }),
      ['ai-service-slow'],
    ],
    [
      'a step just below three times the usual time',
      seen({ ledger: { usualSeconds: 20, running: [running({ silentSeconds: 59 })] } }),
      [],
    ],
    [
      'a step of 60 s without a usual time',
      seen({ ledger: { usualSeconds: null, running: [running({ silentSeconds: 60 })] } }),
      ['ai-service-slow'],
    ],
    [
      'a step of 59 s without a usual time',
      seen({ ledger: { usualSeconds: null, running: [running({ silentSeconds: 59 })] } }),
      [],
    ],
    ['a mean of twice the usual time', seen({ ledger: { recentSeconds: 40, usualSeconds: 20 } }), []],
    [
      'a mean above twice the usual time',
      seen({ ledger: { recentSeconds: 41, usualSeconds: 20 } }),
      ['ai-service-slow'],
    ],
    [
      'a recording of half the limit',
      seen({ ledger: { running: [running({ audioBytes: 25e6 })] } }),
      ['oversized-file'],
    ],
    [
      'a recording below half the limit',
      seen({ ledger: { running: [running({ audioBytes: 24.9e6 })] } }),
      ['ai-service-slow'],
    ],
    ['a recording of 300 s', seen({ ledger: { running: [running({ audioSeconds: 300 })] } }), ['oversized-file']],
    ['a recording of 299 s', seen({ ledger: { running: [running({ audioSeconds: 299 })] } }), ['ai-service-slow']],
    ['two network failures', seen({ ledger: { failed: [failure({ kind: 'network', attempts: 2 })] } }), []],
    ['three network failures', seen({ ledger: { failed: [failure({ kind: 'network', attempts: 3 })] } }), ['network']],
    [
      'a wait of 60 s while all slots are busy',
      seen({ ...busy, queue: { counts: counts({ waiting: 1 }) }, ledger: { longestWaitSeconds: 60 } }),
      [],
    ],
    [
      'a wait of 61 s while all slots are busy',
      seen({ ...busy, queue: { counts: counts({ waiting: 1 }) }, ledger: { longestWaitSeconds: 61 } }),
      ['too-few-workers'],
    ],
    [
      'a wait of 61 s while a slot is free',
      seen({ queue: { counts: counts({ waiting: 1 }) }, ledger: { longestWaitSeconds: 61 } }),
      [],
    ],
  ])('judges %s', (_, observations, causes) => {
    expect(causesOf(observations)).toEqual(causes);
  });
});
