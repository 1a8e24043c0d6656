/**
 * Cleans up after the process that started it. Commands arrive as JSON lines on standard input; the end of the input
 * means that the starter ended.
 *
 * Plain JavaScript outside `src`, because it runs the same from source (under vitest) and from `dist`.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { createInterface } from 'node:readline';

const graceMs = 3000;
/** @type {Map<number, NodeJS.Signals>} */
const groups = new Map();
const folders = new Set();
const mounts = new Set();

const commands = {
  watch: ({ pid, signal }) => groups.set(pid, signal),
  forget: ({ pid }) => groups.delete(pid),
  keepFolder: ({ path }) => folders.delete(path),
  removeFolder: ({ path }) => folders.add(path),
  keepMount: ({ path }) => mounts.delete(path),
  unmount: ({ path }) => mounts.add(path),
};

// The starter handles these signals; this process ends when its input ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  commands[command.do](command);
}
await endGroups();
for (const path of mounts) spawnSync('umount', ['-l', path]);
for (const path of folders) rmSync(path, { recursive: true, force: true, maxRetries: 5 });

async function endGroups() {
  for (const [pid, signal] of groups) send(pid, signal);
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline && [...groups.keys()].some((pid) => send(pid, 0))) await delay(20);
  for (const pid of groups.keys()) send(pid, 'SIGKILL');
}

/** Signals a whole process group, including the children of a child. */
function send(pid, signal) {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
