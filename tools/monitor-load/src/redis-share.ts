import { allEnded, makeRecords, submitAll, type System } from '@vocalborn/system-harness';
import { Redis } from 'ioredis';
import { setTimeout as delay } from 'node:timers/promises';
import { read } from './pages.js';

/** What an open dashboard asks for whenever its stream tells that figures are new. */
const figures = ['/api/kpis?window=1h', '/api/kpis/series?window=1h', '/api/tasks/counts', '/api/alerts'];

/** What a load cost. */
export interface LoadCost {
  /** Commands that Redis did for each task, all clients together. */
  readonly commandsPerTask: number;
  readonly seconds: number;
}

/** Runs a load, with an open dashboard or without. */
export async function runLoad(system: System, tasks: number, watched: boolean): Promise<LoadCost> {
  const redis = new Redis(system.redis.url(0));
  const stop = new AbortController();
  try {
    const [before] = await system.query<{ ended: number }>(
      'select count(*)::int as ended from ai_analysis_tasks where completed_at is not null',
    );
    const records = await makeRecords(system, tasks);
    await untilQuiet(redis);
    const from = await commandCount(redis);
    const began = performance.now();
    const watching = watched ? watch(system, stop.signal) : Promise.resolve();
    await Promise.all([submitAll(system, records), allEnded(system, (before?.ended ?? 0) + tasks, () => undefined)]);
    const seconds = (performance.now() - began) / 1_000;
    const commands = (await commandCount(redis)) - from;
    stop.abort();
    await watching;
    return { commandsPerTask: commands / tasks, seconds };
  } finally {
    redis.disconnect();
  }
}

/** Does what an open dashboard does: follows the stream, and reads figures when told that they are new. */
async function watch(system: System, signal: AbortSignal): Promise<void> {
  const headers = { authorization: `Bearer ${system.tokens.admin}` };
  try {
    const { body } = await fetch(`${system.app('monitor').url}/api/events`, { headers, signal });
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      if (part.value.includes('event: figures')) await Promise.all(figures.map((path) => read(system, path)));
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Recovery looks every five seconds at what has just ended: that belongs to the load before. */
const windowMs = 6_000;
const fewCommands = 600;

async function untilQuiet(redis: Redis): Promise<void> {
  for (let last = 0, count = Infinity; count - last > fewCommands;) {
    last = await commandCount(redis);
    await delay(windowMs);
    count = await commandCount(redis);
  }
}

async function commandCount(redis: Redis): Promise<number> {
  return Number(/total_commands_processed:(\d+)/.exec(await redis.info('stats'))?.[1]);
}
