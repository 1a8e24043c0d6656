import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Options for apt. */
export interface FetchOptions {
  /** Another list of what is installed, such as an empty one. */
  readonly dpkgStatus?: string;
  /** Another release of Debian than the machine's. */
  readonly suite?: string;
}

/** The keys of Debian's archive, if this machine has them where Debian puts them. */
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Downloads the packages of the first available alternative, with the dependencies that the machine lacks, and unpacks
 * them into `folder/root`. Package lists and downloads are private: it takes no system lock, needs no root, and changes
 * nothing outside `folder`. Concurrent calls are safe: the first unpacked copy stays.
 * @returns the folder that holds `usr` and the rest
 */
export async function fetchDebianPackages(
  folder: string,
  alternatives: readonly (readonly string[])[],
  options: FetchOptions = {},
): Promise<string> {
  const root = join(folder, 'root');
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, 'fetching-'));
  try {
    await unpack(work, alternatives, options);
    await rename(join(work, 'root'), root).catch(unlessTaken);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return root;
}

function unlessTaken(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
}

/** Downloads into `work` and unpacks into `work/root`. */
async function unpack(
  work: string,
  alternatives: readonly (readonly string[])[],
  options: FetchOptions,
): Promise<void> {
  await mkdir(join(work, 'lists', 'partial'), { recursive: true });
  await mkdir(join(work, 'cache', 'archives', 'partial'), { recursive: true });
  if (options.suite !== undefined) await writeFile(sourcesIn(work), sourceOf(options.suite));
  const apt = (...args: string[]): Promise<unknown> => run('apt-get', [...privateState(work, options), ...args]);
  await apt('update');
  await firstThatWorks(alternatives, (names) =>
    apt('--yes', '--download-only', '--no-install-recommends', 'install', ...names),
  );
  const archives = join(work, 'cache', 'archives');
  for (const file of await readdir(archives)) {
    if (file.endsWith('.deb')) await run('dpkg', ['-x', join(archives, file), join(work, 'root')]);
  }
}

const sourcesIn = (work: string): string => join(work, 'sources.list');

function sourceOf(suite: string): string {
  const signed = existsSync(keyring) ? `[signed-by=${keyring}] ` : '';
  return `deb ${signed}http://deb.debian.org/debian ${suite} main\n`;
}

function privateState(work: string, { dpkgStatus, suite }: FetchOptions): string[] {
  const settings = {
    'Dir::State::lists': join(work, 'lists'),
    'Dir::State::extended_states': join(work, 'extended_states'),
    'Dir::Cache': join(work, 'cache'),
    'Debug::NoLocking': '1',
    // Apt downloads as another user, who cannot enter a folder under /root.
    'APT::Sandbox::User': '',
    ...(suite === undefined ? {} : { 'Dir::Etc::sourcelist': sourcesIn(work), 'Dir::Etc::sourceparts': '/dev/null' }),
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
