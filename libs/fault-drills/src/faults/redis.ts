import type { DrilledSystem } from '../drilled-system.js';
import { fault, type Fault } from '../fault.js';

/** Faults of Redis itself. */
export const redisFaults: readonly Fault[] = [
  fault('redis-restarted-full', 'SIGKILL Redis while the queue is full; its data is kept', restarting(false), {
    load: 'burst',
    quick: true,
  }),
  fault('redis-emptied-full', 'SIGKILL Redis while the queue is full; its data is lost', restarting(true), {
    load: 'burst',
  }),
  fault('redis-restarted-empty', 'SIGKILL Redis while the queue is empty; its data is kept', restarting(false), {
    load: 'drained',
  }),
  fault('redis-emptied-empty', 'SIGKILL Redis while the queue is empty; its data is lost', restarting(true), {
    load: 'drained',
  }),
  fault(
    'redis-flushed',
    'FLUSHALL',
    async ({ drilled }) => {
      await drilled.redis(0, (redis) => redis.flushall());
      return () => undefined;
    },
    { load: 'burst', times: 2, quick: true },
  ),
  fault(
    'redis-out-of-memory',
    'Redis refuses every write because its memory is full',
    async ({ drilled }) => {
      await limitMemory(drilled, await usedMemory(drilled));
      return () => limitMemory(drilled, 0);
    },
    { pauseMs: [3_000, 6_000] },
  ),
];

function restarting(wipe: boolean): Fault['inject'] {
  return async ({ drilled }) => {
    await drilled.system.redis.kill();
    return () => drilled.system.redis.restart({ wipe });
  };
}

async function usedMemory(drilled: DrilledSystem): Promise<number> {
  const info = await drilled.redis(0, (redis) => redis.info('memory'));
  return Number(/used_memory:(\d+)/.exec(info)?.[1] ?? 1);
}

async function limitMemory(drilled: DrilledSystem, bytes: number): Promise<void> {
  await drilled.redis(0, (redis) => redis.config('SET', 'maxmemory', bytes));
}
