import { execFile } from 'node:child_process';
import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RedisProgram } from './find-redis.js';

const run = promisify(execFile);
const packageNames = ['redis-server', 'valkey-server'];

/** How apt is asked: tests give another dpkg status, to see what a machine without Redis would fetch. */
export interface FetchOptions {
  readonly dpkgStatus?: string;
}

/** The private copy that an earlier fetch has left in `toolsDir`, if any. */
export async function fetchedRedis(toolsDir: string): Promise<RedisProgram | undefined> {
  const root = join(toolsDir, 'root');
  for (const name of packageNames) {
    const command = join(root, 'usr', 'bin', name);
    const there = await access(command).then(
      () => true,
      () => false,
    );
    if (there)
      return { command, env: { PATH: process.env['PATH'], LD_LIBRARY_PATH: (await libraryFolders(root)).join(':') } };
  }
  return undefined;
}

/**
 * Downloads the Redis server package and those of its dependencies that the machine lacks, and unpacks them into
 * `toolsDir/root`. The package lists and the downloads are private too, so no lock of the machine is taken, no root
 * is needed, and nothing outside `toolsDir` changes.
 */
export async function fetchRedis(toolsDir: string, options: FetchOptions = {}): Promise<void> {
  const work = join(toolsDir, 'fetching');
  await rm(work, { recursive: true, force: true });
  await mkdir(join(work, 'lists', 'partial'), { recursive: true });
  await mkdir(join(work, 'cache', 'archives', 'partial'), { recursive: true });
  const apt = (...args: string[]): Promise<unknown> => run('apt-get', [...privateState(work, options), ...args]);
  await apt('update');
  await firstThatWorks(packageNames, (name) =>
    apt('--yes', '--download-only', '--no-install-recommends', 'install', name),
  );
  const archives = join(work, 'cache', 'archives');
  for (const file of await readdir(archives)) {
    if (file.endsWith('.deb')) await run('dpkg', ['-x', join(archives, file), join(work, 'root')]);
  }
  await rm(join(toolsDir, 'root'), { recursive: true, force: true });
  await rename(join(work, 'root'), join(toolsDir, 'root'));
  await rm(work, { recursive: true, force: true });
}

function privateState(work: string, { dpkgStatus }: FetchOptions): string[] {
  const settings = {
    'Dir::State::lists': join(work, 'lists'),
    'Dir::State::extended_states': join(work, 'extended_states'),
    'Dir::Cache': join(work, 'cache'),
    'Debug::NoLocking': '1',
    // Apt hands downloads to a user of its own, who cannot enter a folder under /root.
    'APT::Sandbox::User': '',
    ...(dpkgStatus === undefined ? {} : { 'Dir::State::status': dpkgStatus }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

async function firstThatWorks<T>(names: readonly T[], attempt: (name: T) => Promise<unknown>): Promise<void> {
  const failures: unknown[] = [];
  for (const name of names) {
    try {
      await attempt(name);
      return;
    } catch (error) {
      failures.push(error);
    }
  }
  throw failures[0];
}

async function libraryFolders(root: string): Promise<string[]> {
  const folders = [join(root, 'usr', 'lib'), join(root, 'lib')];
  const nested = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
    }),
  );
  return [...nested.flat(), ...folders];
}
