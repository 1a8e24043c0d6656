import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fetchRedis, fetchedRedis, type RedisProgram } from './fetch-redis.js';

/** How to look for Redis. */
export interface FindOptions {
  /** Folder of the private copy. */
  readonly toolsDir: string;
  readonly say?: (line: string) => void;
}

const path = (): Record<string, string | undefined> => ({ PATH: process.env['PATH'] });

/**
 * Finds the machine's redis-server or valkey-server, or fetches one from Debian's or Ubuntu's packages into `toolsDir`
 * without installing it.
 * @throws Error with installation instructions when neither is possible
 */
export async function findRedis(options: FindOptions): Promise<RedisProgram> {
  for (const command of ['redis-server', 'valkey-server']) {
    if (await runs({ command, env: path() })) return { command, env: path() };
  }
  const kept = await fetchedRedis(options.toolsDir);
  if (kept !== undefined) {
    if (await runs(kept)) return kept;
    // The copy is broken, or was fetched for another system.
    await rm(join(options.toolsDir, 'root'), { recursive: true, force: true });
  }
  if (process.platform !== 'linux' || !(await runs({ command: 'apt-get', env: path() }))) throw new Error(advice());
  options.say?.('Redis is not installed; fetching a private copy (nothing is installed on this machine)');
  try {
    await fetchRedis(options.toolsDir);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${advice()}\nA private copy could not be fetched either: ${why}`, { cause });
  }
  const fetched = await fetchedRedis(options.toolsDir);
  if (fetched !== undefined && (await runs(fetched))) return fetched;
  throw new Error(`${advice()}\nThe copy fetched into ${options.toolsDir} does not run here.`);
}

async function runs({ command, env }: RedisProgram): Promise<boolean> {
  try {
    await promisify(execFile)(command, ['--version'], { env: { ...env } });
    return true;
  } catch {
    return false;
  }
}

function advice(): string {
  const how =
    process.platform === 'darwin'
      ? '`brew install redis`'
      : 'redis-server or valkey-server with the package manager (Debian, Ubuntu: `apt-get install redis-server`; Fedora: `dnf install valkey`; Alpine: `apk add valkey`)';
  return `No Redis was found. Install ${how}, or set CELERY_BROKER_URL and CELERY_RESULT_BACKEND to a Redis of your own.`;
}
