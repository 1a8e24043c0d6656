import { randomUUID } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

const folder = join(root, '.local');
const path = join(folder, 'start.lock');

/**
 * Claims this clone for this process until it ends. A lock whose process is gone, or whose number another program
 * has since been given, is taken over. Ends the process with where the running one is when there is one.
 */
export function claimClone() {
  mkdirSync(folder, { recursive: true });
  while (!linkedLock()) {
    const holder = readLock();
    if (holder !== undefined && startOf(holder.pid) === holder.started) refuse(holder);
    takeAway(holder);
  }
  process.on('exit', releaseClone);
}

/** Gives the clone free again; only ever removes a lock of this process. */
function releaseClone() {
  if (readLock()?.pid === process.pid) rmSync(path, { force: true });
}

/** A link appears whole or not at all, so no one ever reads half a lock. */
function linkedLock() {
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

/** Moved aside first: of two that find the same stale lock, one would else remove the other's fresh one. */
function takeAway(stale) {
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

function readLock(from = path) {
  try {
    return JSON.parse(readFileSync(from, 'utf8'));
  } catch {
    return undefined;
  }
}

/** When a process started, in whatever unit the system gives; undefined when there is no such process. */
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

function refuse(holder) {
  console.error(`VocalBorn Analysis is already running in this clone (process ${holder.pid}).`);
  try {
    const { gateway, monitor } = JSON.parse(readFileSync(join(folder, 'endpoints.json'), 'utf8'));
    console.error(`  gateway  ${gateway}/docs\n  monitor  ${monitor}`);
  } catch {
    console.error('  It is not ready yet; its addresses will be in .local/endpoints.json.');
  }
  process.exit(1);
}
