import { randomUUID } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/**
 * Claims this clone for this process until the process ends. Takes over a lock whose process has ended, also when
 * another program now has its process number. Ends this process when the holder of the lock still runs.
 */
export function claimClone(folder = join(root, '.local')) {
  const path = join(folder, 'start.lock');
  mkdirSync(folder, { recursive: true });
  while (!linkedLock(path)) {
    const holder = readLock(path);
    if (holder !== undefined && startOf(holder.pid) === holder.started) refuse(holder, folder);
    takeAway(path, holder);
  }
  process.on('exit', () => releaseClone(path));
}

/** Removes the lock if it belongs to this process. */
function releaseClone(path) {
  if (readLock(path)?.pid === process.pid) rmSync(path, { force: true });
}

/** Creates the lock as a link, which appears atomically, so that no process reads a partial lock. */
function linkedLock(path) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Renames the stale lock first: otherwise a process that found it stale could remove the new lock of another one. */
function takeAway(path, stale) {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readLock(aside);
  if (moved?.pid !== stale?.pid || moved?.started !== stale?.started) renameSync(aside, path);
  rmSync(aside, { force: true });
}

function readLock(from) {
  try {
    return JSON.parse(readFileSync(from, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Start time of a process, in a unit of the system; undefined when the process does not exist. */
function startOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    if (process.platform === 'linux') return undefined;
  }
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'lstart='], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return undefined;
  }
}

function refuse(holder, folder) {
  console.error(`VocalBorn Analysis is already running in this clone (process ${holder.pid}).`);
  try {
    const { gateway, monitor } = JSON.parse(readFileSync(join(folder, 'endpoints.json'), 'utf8'));
    console.error(`  gateway  ${gateway}/docs\n  monitor  ${monitor}`);
  } catch {
    console.error('  It is not ready yet; its addresses will be in .local/endpoints.json.');
  }
  process.exit(1);
}
