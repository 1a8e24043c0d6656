import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fetchDebianPackages } from './fetch-debian-packages.js';
import { workspaceRoot } from './wiring.js';

/** A program with the arguments that come before its own. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** Earlier versions do not keep named statements in transaction mode. https://www.pgbouncer.org/changelog.html */
const firstMinor = 21;

/** The machine's own pgbouncer if it is 1.21 or newer, else a private copy of Debian 13's; nothing is installed. */
export async function findPgBouncer(): Promise<Program> {
  const own: Program = { command: 'pgbouncer', args: [] };
  if (await isNewEnough(own)) return own;
  const folder = join(workspaceRoot, '.local/tools/pgbouncer');
  const kept = join(folder, 'root');
  // With all its libraries, because this machine may have older ones.
  const all = { suite: 'trixie', dpkgStatus: '/dev/null' };
  const root = existsSync(kept) ? kept : await fetchDebianPackages(folder, [['pgbouncer']], all);
  return withOwnLibraries(root, join(root, 'usr/sbin/pgbouncer'));
}

async function isNewEnough({ command, args }: Program): Promise<boolean> {
  const told = await promisify(execFile)(command, [...args, '--version']).catch(() => ({ stdout: '' }));
  return Number(/PgBouncer 1\.(\d+)/.exec(told.stdout)?.[1] ?? 0) >= firstMinor;
}

/** Runs a program by the dynamic linker of its own system. */
function withOwnLibraries(root: string, program: string): Program {
  const libraries = join(root, 'usr/lib');
  const folders = readdirSync(libraries).filter((name) => name.endsWith('-linux-gnu'));
  const linkers = [join(root, 'usr/lib64'), libraries, ...folders.map((name) => join(libraries, name))]
    .filter((folder) => existsSync(folder) && statSync(folder).isDirectory())
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  const linker = linkers.find((path) => /\/ld-linux[^/]*\.so\.\d$/.test(path));
  if (linker === undefined) throw new Error(`the packages in ${root} hold no dynamic linker`);
  const path = [...folders.map((name) => join(libraries, name)), libraries].join(':');
  return { command: linker, args: ['--library-path', path, program] };
}
