import { formatKpi, holds } from '@vocalborn/monitoring-rules';
import type { Cause } from './causes.js';
import { growthOf, type Sample } from './growth.js';
import type { CacheFindings, MemoryPoint, Observations } from './observations.js';

/** Least growth that counts: as a share of the start value, and in bytes. */
const workerGrowth = { part: 0.25, bytes: 64 * 1024 ** 2 };
const redisGrowth = { part: 0.5, bytes: 32 * 1024 ** 2 };

/** Finds growing memory from the samples of the last hours and from the present use. */
export function memoryGrowing(seen: Observations): Cause[] {
  const points = seen.ledger.reached ? seen.ledger.found.memory : [];
  const cache = seen.cache.reached ? seen.cache.found : null;
  const workers = [...grown(points, (point) => point.bytesPerWorker, workerGrowth, 'a worker'), ...fullWorkers(cache)];
  const redis = [...grown(points, (point) => point.redisBytes, redisGrowth, 'Redis'), ...fullRedis(cache)];
  const found: Cause[] = [];
  if (workers.length > 0) found.push({ cause: 'worker-memory', evidence: workers });
  if (redis.length > 0) found.push({ cause: 'redis-memory', evidence: redis });
  return found;
}

function grown(
  points: readonly MemoryPoint[],
  read: (point: MemoryPoint) => number | null,
  least: { readonly part: number; readonly bytes: number },
  whose: string,
): string[] {
  const samples = points.flatMap((point): Sample[] => {
    const value = read(point);
    return value === null ? [] : [{ seconds: Date.parse(point.at) / 1000, value }];
  });
  const growth = growthOf(samples);
  if (!growth || growth.to - growth.from < Math.max(least.bytes, least.part * growth.from)) return [];
  const [from, to] = [growth.from, growth.to].map((value) => formatKpi(value, 'bytes'));
  return [`${whose} grew steadily from ${from} to ${to} within ${(growth.seconds / 3_600).toFixed(1)} h`];
}

function fullWorkers(cache: CacheFindings | null): string[] {
  return (cache?.workers ?? [])
    .filter((worker) => worker.online && worker.memoryLimitBytes > 0)
    .map((worker) => ({ name: worker.name, usage: (100 * worker.memoryBytes) / worker.memoryLimitBytes }))
    .filter(({ usage }) => holds('doctor', 'workerMemoryShort', usage))
    .map(({ name, usage }) => `${name} uses ${usage.toFixed(0)} % of its memory`);
}

function fullRedis(cache: CacheFindings | null): string[] {
  if (!cache) return [];
  const { usedMemory, maxMemory, entries, expiredEntries } = cache;
  const usage = maxMemory ? (100 * usedMemory) / maxMemory : 0;
  const evidence: string[] = [];
  if (holds('doctor', 'redisMemoryShort', usage))
    evidence.push(`Redis uses ${usage.toFixed(0)} % of its memory; the result cache has ${entries} entries`);
  if (holds('doctor', 'expiredResultsKept', expiredEntries))
    evidence.push(`${expiredEntries} of ${entries} entries of the result cache never expire`);
  return evidence;
}
