import { access, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchDebianPackages, type FetchOptions } from './fetch-debian-packages.js';

/** A Redis server program and the environment that it needs. */
export interface RedisProgram {
  readonly command: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const packageNames = ['redis-server', 'valkey-server'];

/** The private copy in `toolsDir` from an earlier fetch; undefined without one. */
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
 * Fetches the Redis server, and the libraries that the machine lacks, into `toolsDir`, and writes a `redis-cli` wrapper
 * that finds these libraries to `toolsDir/bin`.
 */
export async function fetchRedis(toolsDir: string, options: FetchOptions = {}): Promise<void> {
  const alternatives = packageNames.map((name) => [name]);
  await fetchDebianPackages(toolsDir, alternatives, options);
  const fetched = await fetchedRedis(toolsDir);
  if (fetched) await writeClient(toolsDir, fetched);
}

/** Writes the wrapper: the unpacked client does not find its libraries. */
async function writeClient(toolsDir: string, { command, env }: RedisProgram): Promise<void> {
  const client = command.replace(/-server$/, '-cli');
  await mkdir(join(toolsDir, 'bin'), { recursive: true });
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  const script = `#!/bin/sh\nLD_LIBRARY_PATH=${quoted(env['LD_LIBRARY_PATH'] ?? '')} exec ${quoted(client)} "$@"\n`;
  await writeFile(join(toolsDir, 'bin', 'redis-cli'), script, { mode: 0o755 });
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
