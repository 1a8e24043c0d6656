import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A Redis server program and the environment that it needs. */
export interface RedisBinary {
  readonly path: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Finds a Redis server: one on the PATH, else Debian's package, fetched into `toolsDir` without installing it, so that
 * nothing outside that folder changes and root is not needed.
 * @throws Error that says what to install where neither is possible
 */
export async function findRedis(toolsDir: string, path = process.env['PATH'] ?? ''): Promise<RedisBinary> {
  for (const name of ['redis-server', 'valkey-server']) {
    const found = path.split(delimiter).find((folder) => existsSync(join(folder, name)));
    if (found !== undefined) return { path: join(found, name), env: process.env };
  }
  const unpacked = join(toolsDir, 'redis');
  try {
    if (!existsSync(join(unpacked, 'usr/bin/redis-server'))) await fetchPackages(unpacked);
  } catch (cause) {
    const advice = process.platform === 'darwin' ? 'brew install redis' : 'install redis-server or valkey-server';
    throw new Error(`no Redis server was found: ${advice}, or set CELERY_BROKER_URL and CELERY_RESULT_BACKEND`, {
      cause,
    });
  }
  return {
    path: join(unpacked, 'usr/bin/redis-server'),
    env: { ...process.env, LD_LIBRARY_PATH: libraries(unpacked) },
  };
}

/** Everything that Debian's redis-server links to beyond what every Debian has. */
const packages = /^(redis|lib(atomic1|hiredis|jemalloc|liblua|lua5|lzf|ssl|systemd))|^lua-(cjson|bitop)/;

/** apt with state of its own in `folder`, so that it neither needs root nor touches the system's. */
function privateApt(folder: string): string[] {
  const lists = join(folder, 'lists');
  const cache = join(folder, 'cache');
  mkdirSync(join(lists, 'partial'), { recursive: true });
  mkdirSync(join(cache, 'archives/partial'), { recursive: true });
  return ['-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${cache}`, '-o', 'Debug::NoLocking=1', '-qq'];
}

async function fetchPackages(unpacked: string): Promise<void> {
  const apt = join(unpacked, 'apt');
  const options = privateApt(apt);
  await run('apt-get', [...options, 'update']);
  const depends = ['--recurse', '--no-recommends', '--no-suggests', '--no-conflicts', '--no-breaks', '--no-replaces'];
  const { stdout } = await run('apt-cache', [...options, 'depends', ...depends, '--no-enhances', 'redis-server']);
  const names = [...new Set(stdout.split('\n').filter((line) => packages.test(line)))];
  await run('apt-get', [...options, 'download', ...names], { cwd: join(apt, 'cache') });
  for (const file of readdirSync(join(apt, 'cache')).filter((name) => name.endsWith('.deb'))) {
    await run('dpkg', ['-x', join(apt, 'cache', file), unpacked]);
  }
}

function libraries(unpacked: string): string {
  const base = join(unpacked, 'usr/lib');
  const triplets = readdirSync(base).filter((name) => name.includes('-linux-'));
  return [base, ...triplets.map((name) => join(base, name))].join(delimiter);
}
