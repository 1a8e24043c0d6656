import { connectRedis, type RedisAddress } from '@vocalborn/redis';
import type { Redis } from 'ioredis';
import { heartbeatLua, type RedisWithHeartbeat } from './heartbeat.lua.js';
import type { WorkerReport } from './worker-report.js';
import { readReport } from './worker-report.js';

/** A worker with its last report. */
export interface RegisteredWorker {
  readonly online: boolean;
  readonly lastSeenAt: string;
  readonly report: WorkerReport;
}

/** Seconds between heartbeats. */
export const heartbeatSeconds = 2;

/** Seconds without a heartbeat after which a worker counts as offline. */
export const offlineAfterSeconds = 10;

/** Seconds without a heartbeat after which a worker is removed from the registry. */
const forgetAfterSeconds = 3_600;

/** All workers by the time of their last heartbeat: milliseconds of the clock of Redis, not of a worker's clock. */
export const indexKey = 'vocalborn:workers';
const reportKey = (name: string): string => `vocalborn:worker:${name}`;

/** Opens the connection for the heartbeats of a worker. */
export async function connectRegistry(
  address: RedisAddress,
  name: string,
  onError: (error: Error) => void,
): Promise<RedisWithHeartbeat> {
  const scripts = { workerHeartbeat: { numberOfKeys: 2, lua: heartbeatLua } };
  return (await connectRedis({ address, name, scripts }, onError)) as RedisWithHeartbeat;
}

/** Stores a heartbeat in one round trip and removes workers that have been offline for an hour. */
export async function sendHeartbeat(redis: RedisWithHeartbeat, report: WorkerReport): Promise<void> {
  const text = JSON.stringify(report);
  await redis.workerHeartbeat(indexKey, reportKey(report.name), report.name, text, forgetAfterSeconds, 0);
}

/** Marks a worker that ends normally as offline at once. */
export async function signOff(redis: RedisWithHeartbeat, name: string): Promise<void> {
  const past = offlineAfterSeconds * 1000 + 1;
  await redis.workerHeartbeat(indexKey, reportKey(name), name, '', forgetAfterSeconds, past);
}

/** Every worker that was online within the last hour, in two round trips for any number of workers. */
export async function listWorkers(redis: Redis): Promise<RegisteredWorker[]> {
  const [[seconds, microseconds], seen] = await Promise.all([
    redis.time(),
    redis.zrange(indexKey, 0, -1, 'WITHSCORES'),
  ]);
  const now = Number(seconds) * 1000 + Number(microseconds) / 1000;
  const names = seen.filter((_, index) => index % 2 === 0);
  if (names.length === 0) return [];
  const reports = await redis.mget(names.map(reportKey));
  return names.flatMap((name, index) => {
    const report = readReport(name, reports[index] ?? null);
    const lastSeen = Number(seen[index * 2 + 1]);
    if (!report || now - lastSeen > forgetAfterSeconds * 1000) return [];
    const online = now - lastSeen <= offlineAfterSeconds * 1000;
    return [{ online, lastSeenAt: new Date(lastSeen).toISOString(), report }];
  });
}
