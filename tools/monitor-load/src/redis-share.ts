import { allEnded, makeRecords, submitAll, type System } from '@vocalborn/system-harness';
import { Redis } from 'ioredis';
import { setTimeout as delay } from 'node:timers/promises';
import { read } from './pages.js';

/** What an open dashboard asks for again and again. */
const polled = ['/api/kpis?window=1h', '/api/live/workers', '/api/live/queues'];
const pollEveryMs = 10_000;

/** Commands that Redis did per task of a load, all clients together. */
export async function commandsPerTask(system: System, tasks: number, watched: boolean): Promise<number> {
  const redis = new Redis(system.redis.url(0));
  const stop = new AbortController();
  try {
    const [before] = await system.query<{ ended: number }>(
      'select count(*)::int as ended from ai_analysis_tasks where completed_at is not null',
    );
    const records = await makeRecords(system, tasks);
    const from = await commandCount(redis);
    const watching = watched ? watch(system, stop.signal) : Promise.resolve();
    await Promise.all([submitAll(system, records), allEnded(system, (before?.ended ?? 0) + tasks, () => undefined)]);
    const count = (await commandCount(redis)) - from;
    stop.abort();
    await watching;
    return count / tasks;
  } finally {
    redis.disconnect();
  }
}

async function watch(system: System, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await Promise.all(polled.map((path) => read(system, path)));
    await delay(pollEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

async function commandCount(redis: Redis): Promise<number> {
  return Number(/total_commands_processed:(\d+)/.exec(await redis.info('stats'))?.[1]);
}
