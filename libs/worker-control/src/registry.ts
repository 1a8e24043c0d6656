import type { Redis } from 'ioredis';

/** What a worker tells of itself with every heartbeat. Times are ISO 8601 UTC, memory is bytes. */
export interface WorkerReport {
  readonly name: string;
  readonly pid: number;
  readonly concurrency: number;
  readonly active: readonly string[];
  readonly processed: number;
  readonly failed: number;
  readonly retried: number;
  readonly loadAverage: readonly number[];
  readonly memoryBytes: number;
  readonly startedAt: string;
}

/** A worker as the registry knows it; the report is the last one that arrived. */
export interface RegisteredWorker {
  readonly online: boolean;
  readonly lastSeenAt: string;
  readonly report: WorkerReport;
}

/** Seconds between heartbeats, and after how many without one a worker counts as offline. */
export const heartbeatSeconds = 2;
export const offlineAfterSeconds = 10;

/** How long a worker that is gone is still shown as offline. */
const forgetAfterSeconds = 3_600;

/** All workers by the time of their last heartbeat (milliseconds). */
const indexKey = 'vocalborn:workers';
const reportKey = (name: string): string => `vocalborn:worker:${name}`;

/** Notes a heartbeat in one round trip and drops workers that have been gone for an hour. */
export async function sendHeartbeat(redis: Redis, report: WorkerReport, now = Date.now()): Promise<void> {
  await redis
    .pipeline()
    .set(reportKey(report.name), JSON.stringify(report), 'EX', forgetAfterSeconds)
    .zadd(indexKey, now, report.name)
    .zremrangebyscore(indexKey, 0, now - forgetAfterSeconds * 1000)
    .exec();
}

/** Takes a worker that ends in good order off the list of those online, so that nobody waits for its heartbeat. */
export async function signOff(redis: Redis, name: string, now = Date.now()): Promise<void> {
  await redis.zadd(indexKey, now - offlineAfterSeconds * 1000 - 1, name);
}

/** Every worker seen within the last hour, in two round trips whatever their number. */
export async function listWorkers(redis: Redis, now = Date.now()): Promise<RegisteredWorker[]> {
  const seen = await redis.zrangebyscore(indexKey, now - forgetAfterSeconds * 1000, '+inf', 'WITHSCORES');
  const names = seen.filter((_, index) => index % 2 === 0);
  if (names.length === 0) return [];
  const reports = await redis.mget(names.map(reportKey));
  return names.flatMap((_, index) => {
    const text = reports[index];
    const lastSeen = Number(seen[index * 2 + 1]);
    if (!text) return [];
    const online = now - lastSeen <= offlineAfterSeconds * 1000;
    return [{ online, lastSeenAt: new Date(lastSeen).toISOString(), report: JSON.parse(text) as WorkerReport }];
  });
}
