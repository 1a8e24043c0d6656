import { describe, expect, it } from 'vitest';
import { diagnose } from './diagnose.js';
import type {
  AiServiceFindings,
  CacheFindings,
  LedgerFindings,
  Observations,
  QueueFindings,
  Reach,
} from './observations.js';

const worker = (online: boolean, ...activeTaskIds: string[]) => ({
  ...{ name: 'worker1@host', online, lastSeenAt: '2026-01-31T08:00:00.000Z', activeTaskIds, slots: 2 },
  ...{ memoryBytes: 300e6, memoryLimitBytes: 2e9, circuit: 'closed' as const, aiServiceUp: true },
});

const well: { ledger: LedgerFindings; queue: QueueFindings; cache: CacheFindings; aiService: AiServiceFindings } = {
  ledger: {
    ...{ states: { SUCCESS: 100 }, longestWaitSeconds: null, running: [], failed: [] },
    ...{ recentSeconds: 1.5, usualSeconds: 1.4, recentSuccesses: 10, memory: [] },
  },
  queue: {
    counts: { waiting: 0, active: 0, delayed: 0, paused: 0 },
    ...{ databaseNumber: 0, consumers: [{ name: 'analysis-worker', database: 0 }], otherQueues: [] },
    evictionPolicy: 'noeviction',
  },
  cache: { workers: [worker(true, 't')], usedMemory: 5e6, maxMemory: 1e9, entries: 10, expiredEntries: 0 },
  aiService: { status: 200, answerMs: 5, running: 0, waiting: 0 },
};

type Change = { readonly [Place in keyof typeof well]?: Partial<(typeof well)[Place]> | string };

/** A system that is well but for the change; a text means that the place cannot be reached. */
function seen(change: Change, rest: Partial<Observations> = {}): Observations {
  const place = <Name extends keyof typeof well>(name: Name): Reach<(typeof well)[Name]> => {
    const own: Change[Name] = change[name];
    if (typeof own === 'string') return { reached: false, reason: own };
    return { reached: true, found: { ...well[name], ...(own as object) } };
  };
  return {
    ...{ ledger: place('ledger'), queue: place('queue'), cache: place('cache'), aiService: place('aiService') },
    ...{ monitor: { reached: true, found: null }, unqueued: [], maxAudioBytes: 50_000_000, ...rest },
  };
}

const causesOf = (observations: Observations): string[] => diagnose(observations).causes.map(({ cause }) => cause);

const running = (change: Partial<LedgerFindings['running'][number]> = {}): LedgerFindings['running'][number] => ({
  ...{ taskId: 't', workerName: 'worker1@host', step: 'measuring', attempt: 1, runningSeconds: 60, silentSeconds: 50 },
  ...{ audioBytes: 100_000, audioSeconds: 3 },
  ...change,
});

const failure = (change: Partial<LedgerFindings['failed'][number]>): LedgerFindings['failed'][number] => ({
  ...{
    kind: 'file',
    message: 'The recording is too large.',
    attempts: 1,
    failures: 1,
    latestTaskId: 't',
    largestBytes: 1,
    unresolvedSeconds: 30,
  },
  ...change,
});

describe('the doctor', () => {
  it('finds nothing in a system that is well, with the monitor or without', () => {
    expect(causesOf(seen({}))).toEqual([]);
    const alone = diagnose(seen({}, { monitor: { reached: false, reason: 'refused' } }));
    expect(alone.causes).toEqual([]);
    expect(alone.notes.join()).toContain('the doctor does not need it');
  });

  it('finds that Redis is away, and takes nothing that only Redis knows for a cause', () => {
    const gone = seen({ queue: 'refused', cache: 'refused' }, { unqueued: null });
    expect(causesOf(gone)).toEqual(['redis-down']);
    expect(causesOf(seen({ queue: 'refused' }))).toEqual(['redis-down']);
  });

  it('finds that Postgres is away', () => {
    expect(causesOf(seen({ ledger: 'refused' }, { unqueued: null }))).toEqual(['postgres-down']);
  });

  it('finds that no worker is online, and not that nobody listens', () => {
    expect(causesOf(seen({ cache: { workers: [] }, queue: { consumers: [] } }))).toEqual(['no-worker']);
    const lost = diagnose(seen({ cache: { workers: [worker(false)] } }));
    expect(lost.causes[0]?.evidence[0]).toContain('worker1@host was last seen at');
  });

  it('finds workers that listen to another database, or to another server', () => {
    const other = diagnose(seen({ queue: { consumers: [{ name: 'analysis-worker', database: 2 }] } }));
    expect(other.causes).toMatchObject([{ cause: 'wrong-queue' }]);
    expect(other.causes[0]?.evidence[0]).toContain('database 2');
    expect(causesOf(seen({ queue: { consumers: [] } }))).toEqual(['wrong-queue']);
    expect(causesOf(seen({ queue: { consumers: null } }))).toEqual([]);
  });

  it('finds jobs in a list that nobody reads, but only of names like ours', () => {
    expect(causesOf(seen({ queue: { otherQueues: [{ name: 'celery', waiting: 3 }] } }))).toEqual(['wrong-queue']);
    const foreign = diagnose(seen({ queue: { otherQueues: [{ name: 'bull:mails:wait', waiting: 3 }] } }));
    expect(foreign.causes).toEqual([]);
    expect(foreign.notes.join()).toContain('bull:mails:wait');
  });

  it('finds a paused queue, too few slots, tasks in no queue, and a Redis that evicts', () => {
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

  it('finds an ai-service that is down, and takes slow tasks and failed calls for its symptoms', () => {
    const symptoms = { running: [running()], failed: [failure({ kind: 'network', message: 'x', attempts: 9 })] };
    expect(causesOf(seen({ aiService: 'refused', ledger: symptoms }))).toEqual(['ai-service-down']);
    expect(causesOf(seen({ aiService: { status: 503 } }))).toEqual(['ai-service-down']);
  });

  it('finds an ai-service that answers the doctor but not the workers, or that fails at its work', () => {
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

  it('does not blame an ai-service whose name only the workers can resolve', () => {
    expect(causesOf(seen({ aiService: 'getaddrinfo ENOTFOUND ai-service' }))).toEqual([]);
    const idle = { aiService: 'getaddrinfo ENOTFOUND ai-service', ledger: { recentSuccesses: 0 } };
    expect(causesOf(seen(idle))).toEqual(['ai-service-down']);
  });

  it('does not blame the ai-service for a task whose worker was lost and that waits for another', () => {
    const ledger = { running: [running()] };
    expect(causesOf(seen({ ledger, cache: { workers: [worker(true)] } }))).toEqual([]);
    expect(causesOf(seen({ ledger, cache: { workers: [worker(false, 't'), worker(true)] } }))).toEqual([]);
  });

  it('finds an ai-service that is slow, in each way that shows it', () => {
    expect(causesOf(seen({ ledger: { running: [running()] } }))).toEqual(['ai-service-slow']);
    expect(causesOf(seen({ ledger: { running: [running({ silentSeconds: 10 })] } }))).toEqual([]);
    expect(causesOf(seen({ ledger: { running: [running()], usualSeconds: 35 } }))).toEqual([]);
    expect(causesOf(seen({ aiService: { waiting: 4 } }))).toEqual(['ai-service-slow']);
    expect(causesOf(seen({ aiService: { answerMs: 4_000 } }))).toEqual(['ai-service-slow']);
    expect(causesOf(seen({ ledger: { recentSeconds: 90, usualSeconds: 35 } }))).toEqual(['ai-service-slow']);
    const tooLong = failure({ kind: 'timeout', message: 'The analysis took too long.' });
    expect(causesOf(seen({ ledger: { failed: [tooLong] } }))).toEqual(['ai-service-slow']);
  });

  it('finds recordings that are too large, refused or still worked on', () => {
    expect(causesOf(seen({ ledger: { failed: [failure({})] } }))).toEqual(['oversized-file']);
    expect(causesOf(seen({ ledger: { running: [running({ audioBytes: 40_000_000 })] } }))).toEqual(['oversized-file']);
    expect(causesOf(seen({ ledger: { running: [running({ audioSeconds: 500 })] } }))).toEqual(['oversized-file']);
    const damaged = failure({ message: 'The recording is damaged or is not audio.' });
    expect(causesOf(seen({ ledger: { failed: [damaged] } }))).toEqual([]);
  });

  it('finds a network that fails', () => {
    const cut = failure({ kind: 'network', message: 'The recording cannot be fetched now.', attempts: 4, failures: 0 });
    expect(causesOf(seen({ ledger: { failed: [cut] } }))).toEqual(['network']);
    const over = diagnose(seen({ ledger: { failed: [{ ...cut, unresolvedSeconds: null }] } }));
    expect(over.causes).toEqual([]);
    expect(over.notes[0]).toContain('4 attempts failed within the hour (network)');
    expect(causesOf(seen({ ledger: { running: [running({ step: 'downloading_audio' })] } }))).toEqual(['network']);
  });

  it('finds memory that grows or is short, of workers and of Redis', () => {
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
});
