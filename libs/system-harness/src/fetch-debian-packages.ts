import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How apt is asked: tests give another dpkg status, to see what a machine without the packages would fetch. */
export interface FetchOptions {
  readonly dpkgStatus?: string;
}

/**
 * Downloads the first of the alternatives that there is, each some packages, with those of their dependencies that
 * the machine lacks, and unpacks them into `folder/root`. The package lists and the downloads are private too, so no
 * lock of the machine is taken, no root is needed, and nothing outside `folder` changes. Several may fetch the same at
 * once: what the first one has unpacked stays, and so does what is there already.
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

/** Downloads into a folder of its own and unpacks into its `root`. */
async function unpack(
  work: string,
  alternatives: readonly (readonly string[])[],
  options: FetchOptions,
): Promise<void> {
  await mkdir(join(work, 'lists', 'partial'), { recursive: true });
  await mkdir(join(work, 'cache', 'archives', 'partial'), { recursive: true });
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
