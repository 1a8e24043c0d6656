import type { System } from '@vocalborn/system-harness';
import { Redis } from 'ioredis';
import { readFile } from 'node:fs/promises';

/** What the system occupies at a moment, by name. */
export type Footprint = ReadonlyMap<string, number>;

const tables = ['practice_records', 'ai_analysis_tasks', 'ai_analysis_task_events', 'ai_analysis_results'];

/** Reads Redis' memory and keys, the rows of the task tables, and the memory of each app with its children. */
export async function footprintOf(system: System): Promise<Footprint> {
  return new Map([...(await redisOf(system)), ...(await rowsOf(system)), ...(await memoryOf(system))]);
}

async function redisOf(system: System): Promise<[string, number][]> {
  const [queue, cache] = [new Redis(system.redis.url(0)), new Redis(system.redis.url(1))];
  try {
    const memory = /used_memory:(\d+)/.exec(await queue.info('memory'))?.[1];
    return [
      ['Redis memory, MiB', Number(memory) / 2 ** 20],
      ['Redis keys of the queue', await queue.dbsize()],
      ['Redis keys of the result cache', await cache.dbsize()],
    ];
  } finally {
    queue.disconnect();
    cache.disconnect();
  }
}

async function rowsOf(system: System): Promise<[string, number][]> {
  const counts = tables.map(async (table): Promise<[string, number]> => {
    const [row] = await system.query<{ rows: number }>(`select count(*)::int as rows from ${table}`);
    return [`rows of ${table}`, row?.rows ?? 0];
  });
  return Promise.all(counts);
}

async function memoryOf(system: System): Promise<[string, number][]> {
  const sizes = [...system.apps].map(async ([name, app]): Promise<[string, number]> => {
    const pids = [app.pid, ...(await app.childPids())];
    const bytes = await Promise.all(pids.map(residentBytes));
    return [`memory of ${name}, MiB`, bytes.reduce((sum, each) => sum + each, 0) / 2 ** 20];
  });
  return Promise.all(sizes);
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}
