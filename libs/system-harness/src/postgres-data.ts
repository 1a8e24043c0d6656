import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresBinaries } from './postgres-binaries.js';
import type { Launcher } from './unprivileged.js';

const run = promisify(execFile);

/** Whether the folder holds a database cluster. */
export async function holdsCluster(dataDir: string): Promise<boolean> {
  return (await read(join(dataDir, 'PG_VERSION'))) !== undefined;
}

/** The folder of an unfinished cluster, beside its final folder. */
const unfinished = (dataDir: string): string => join(dirname(dataDir), `${basename(dataDir)}.unfinished`);

/**
 * Creates a cluster in a draft folder and renames it when complete, so that an interrupted start leaves no partial one.
 * Without a password every local connection is trusted.
 */
export async function createCluster(
  dataDir: string,
  binaries: PostgresBinaries,
  options: { launch: Launcher; durable: boolean; superuserPassword?: string | undefined },
): Promise<void> {
  const draft = join(unfinished(dataDir), 'data');
  // The built-in locale sorts the same on every machine.
  const args = ['-D', draft, '-U', 'postgres', '-E', 'UTF8', '--no-instructions'];
  args.push(...(await authentication(unfinished(dataDir), options.superuserPassword)));
  args.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  if (!options.durable) args.push('--no-sync');
  const { command, args: all, ...user } = options.launch(binaries.initdb, args);
  await run(command, [...all], { ...user, env: { PATH: process.env['PATH'], LC_ALL: 'C' } });
  await rename(draft, dataDir);
  await rm(unfinished(dataDir), { recursive: true, force: true });
}

async function authentication(folder: string, password: string | undefined): Promise<string[]> {
  if (password === undefined) return ['-A', 'trust'];
  // A password among the arguments would be shown to every user of the machine.
  const file = join(folder, 'password');
  await writeFile(file, password, { mode: 0o600 });
  const { uid, gid } = await stat(folder);
  await chown(file, uid, gid);
  return ['-A', 'scram-sha-256', `--pwfile=${file}`];
}

/** Creates the empty draft folder of a cluster. */
export async function prepareDraft(dataDir: string): Promise<string> {
  // Postgres may run as another user, who has to pass this folder; the umask would close it.
  if (await mkdir(dirname(dataDir), { recursive: true })) await chmod(dirname(dataDir), 0o711);
  await rm(unfinished(dataDir), { recursive: true, force: true });
  // The later rename replaces an empty target folder, and fails for one with contents.
  await mkdir(unfinished(dataDir), { mode: 0o700 });
  return unfinished(dataDir);
}

/**
 * Removes the postmaster.pid of a killed server when another program now has its process number. PostgreSQL itself
 * ignores only a file whose process does not exist.
 * @throws Error when a running server uses the folder
 */
export async function clearStalePid(dataDir: string): Promise<void> {
  const path = join(dataDir, 'postmaster.pid');
  const pid = Number((await read(path))?.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return;
  if (await isPostgres(pid, dataDir)) {
    throw new Error(`The data folder ${dataDir} is used by a PostgreSQL that is still running (process ${pid})`);
  }
  await rm(path, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function isPostgres(pid: number, dataDir: string): Promise<boolean> {
  const { stdout } = await run('ps', ['-ww', '-p', String(pid), '-o', 'command=']).catch(() => ({ stdout: '' }));
  const fromProc = (await read(`/proc/${pid}/cmdline`))?.replaceAll('\0', ' ');
  return `${fromProc ?? stdout} `.includes(`-D ${dataDir} `);
}

function read(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
