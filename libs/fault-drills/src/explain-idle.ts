import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DrilledSystem } from './drilled-system.js';

const lastLines = 12;
const lineLength = 260;

/** Collects the health, the Redis connections and the last log lines of every worker, when a worker takes no tasks. */
export async function explainIdle(drilled: DrilledSystem): Promise<string[]> {
  const clients = await drilled.redis(0, (redis) => redis.client('LIST'));
  const said = drilled.workerNumbers.map(async (number) => [
    `worker${number}`,
    `  health    ${await healthOf(drilled.worker(number).url)}`,
    ...(await logEnd(drilled, drilled.worker(number).name)),
  ]);
  const connections = linesWith(String(clients), 'name=analysis-worker').map((line) => `  client    ${line}`);
  return [...(await Promise.all(said)).flat(), 'connections of the workers to Redis', ...connections];
}

async function healthOf(url: string): Promise<string> {
  const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
  return answer ? `${answer.status} ${(await answer.text()).slice(0, lineLength)}` : 'no answer';
}

function linesWith(text: string, part: string): string[] {
  return text.split('\n').filter((line) => line.includes(part));
}

async function logEnd(drilled: DrilledSystem, name: string): Promise<string[]> {
  const text = await readFile(join(drilled.system.logFolder, `${name}.log`), 'utf8').catch(() => '');
  const lines = text.trimEnd().split('\n').slice(-lastLines);
  return lines.map((line) => `  log       ${line.slice(0, lineLength)}`);
}
