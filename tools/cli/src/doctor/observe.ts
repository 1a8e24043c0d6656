import type { Database } from '@vocalborn/database';
import { figuresSince, gaugesInSteps, longestPresentWait, taskValues } from '@vocalborn/monitor-store';
import { readRedisReport } from '@vocalborn/redis';
import {
  countByState,
  countFailedAttempts,
  listStaleTasks,
  listRunningTasks,
  type StaleTask,
} from '@vocalborn/task-ledger';
import { countResultCache, type Redis } from '@vocalborn/result-cache';
import type { AnalysisQueue } from '@vocalborn/task-queue';
import { listWorkers } from '@vocalborn/worker-control';
import { reasonOf, withCache, withDatabase, withQueue } from '../connections.js';
import type { Target } from '../target.js';
import type {
  AiServiceFindings,
  CacheFindings,
  LedgerFindings,
  MemoryPoint,
  Observations,
  QueueFindings,
  Reach,
} from './observations.js';

const hourSeconds = 3_600;
const memoryHours = 6;
const memoryStepSeconds = 300;
const httpTimeoutMs = 10_000;

/** How long a waiting task may have no job: recovery checks jobs every few seconds and lists every minute. */
const unqueuedMs = 30_000;

/** Waiting tasks per page. */
const pageSize = 500;

/** Observes all places concurrently. A place that cannot be reached is reported as such and does not affect the others. */
export async function observe(target: Target): Promise<Observations> {
  const [ledger, queue, cache, aiService, monitor, unqueued] = await Promise.all([
    reach(withDatabase(target, readLedger)),
    reach(withQueue(target, readQueue)),
    reach(withCache(target, readCache)),
    reach(askAiService(target.AI_SERVICE_URL)),
    reach(askMonitor(target.VOCALBORN_MONITOR_URL)),
    findUnqueued(target).catch(() => null),
  ]);
  return { ledger, queue, cache, aiService, monitor, unqueued, maxAudioBytes: target.MAX_AUDIO_FILE_SIZE };
}

async function reach<Found>(work: Promise<Found>): Promise<Reach<Found>> {
  try {
    return { reached: true, found: await work };
  } catch (error) {
    return { reached: false, reason: reasonOf(error) };
  }
}

async function readLedger(database: Database): Promise<LedgerFindings> {
  const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1000);
  const [states, longestWaitSeconds, running, failed, recent, week, memory] = await Promise.all([
    countByState(database),
    longestPresentWait(database),
    listRunningTasks(database, 1_000),
    countFailedAttempts(database, hourSeconds),
    figuresSince(database, ago(hourSeconds / 4)),
    figuresSince(database, ago(7 * 24 * hourSeconds)),
    readMemory(database, ago(memoryHours * hourSeconds)),
  ]);
  return {
    ...{ states, longestWaitSeconds, running, failed, memory },
    recentSeconds: taskValues(recent, 1).avg_processing_time,
    usualSeconds: taskValues(week, 1).avg_processing_time,
    recentSuccesses: recent.succeeded,
  };
}

async function readMemory(database: Database, from: Date): Promise<MemoryPoint[]> {
  const points = await gaugesInSteps(database, from, memoryStepSeconds);
  return points.map((point) => ({
    at: point.at.toISOString(),
    bytesPerWorker:
      point.worker_memory !== null && point.active_workers ? point.worker_memory / point.active_workers : null,
    workerUsage: point.worker_memory_usage,
    redisBytes: point.redis_memory,
    redisUsage: point.redis_memory_usage,
  }));
}

async function readQueue(queue: AnalysisQueue): Promise<QueueFindings> {
  const [counts, consumers, otherQueues, report] = await Promise.all([
    queue.counts(),
    queue.server.consumers(),
    queue.server.otherQueues(),
    queue.server.memoryReport(),
  ]);
  const evictionPolicy = /^maxmemory_policy:(\S+)/m.exec(report)?.[1] ?? 'noeviction';
  return { counts, consumers, otherQueues, evictionPolicy, databaseNumber: queue.server.databaseNumber };
}

async function readCache(cache: Redis): Promise<CacheFindings> {
  const [workers, info, meta] = await Promise.all([listWorkers(cache), cache.info(), countResultCache(cache)]);
  const { usedMemory, maxMemory } = readRedisReport(info);
  return {
    ...{ usedMemory, maxMemory, entries: meta.entries, expiredEntries: meta.expired },
    workers: workers.map(({ online, lastSeenAt, report }) => ({
      ...{ online, lastSeenAt, name: report.name, activeTaskIds: report.active, slots: report.concurrency },
      ...{ memoryBytes: report.memoryBytes, memoryLimitBytes: report.memoryLimitBytes },
      ...{ circuit: report.circuit, aiServiceUp: report.aiServiceUp },
    })),
  };
}

async function askAiService(base: string): Promise<AiServiceFindings> {
  const began = performance.now();
  const response = await fetch(new URL('health', base.endsWith('/') ? base : `${base}/`), {
    signal: AbortSignal.timeout(httpTimeoutMs),
  });
  const { queue } = (await response.json().catch(() => ({}))) as { queue?: { running?: number; waiting?: number } };
  const answerMs = performance.now() - began;
  return { status: response.status, answerMs, running: queue?.running ?? null, waiting: queue?.waiting ?? null };
}

async function askMonitor(base: string): Promise<null> {
  await fetch(new URL('/health/live', base), { signal: AbortSignal.timeout(httpTimeoutMs) });
  return null;
}

/** Uses separate connections, because it needs Postgres and Redis together. */
function findUnqueued(target: Target): Promise<string[]> {
  return withDatabase(target, (database) => withQueue(target, (queue) => unqueuedIn(database, queue)));
}

async function unqueuedIn(database: Database, queue: AnalysisQueue): Promise<string[]> {
  const queuedIds = await queue.queuedIds();
  const unqueued: string[] = [];
  let after: StaleTask | null = null;
  do {
    const quiet = { waitingForMs: unqueuedMs, runningForMs: 86_400_000, waitingSince: null };
    const query = { ...quiet, limit: pageSize, after };
    const tasks: StaleTask[] = await listStaleTasks(database, query);
    const waiting = tasks.filter(({ status }) => status !== 'PROCESSING');
    const taskIds = waiting.map(({ taskId }) => taskId);
    const queued = await queue.areQueued(taskIds, queuedIds);
    unqueued.push(...taskIds.filter((_, index) => !queued[index]));
    after = tasks.length === pageSize ? (tasks.at(-1) ?? null) : null;
  } while (after !== null);
  return unqueued;
}
