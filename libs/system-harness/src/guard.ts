import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Runs beside the starter in a session of its own and reads what to guard from its standard input. When that closes,
 * because the starter ended in any way whatever, it ends the process groups and removes the folders that are left.
 */
const guardProgram = `
  const { rmSync } = require('node:fs');
  const groups = new Set(), folders = new Set();
  const sets = { group: groups, folder: folders };
  process.on('SIGINT', () => {}); process.on('SIGTERM', () => {}); process.on('SIGHUP', () => {});
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { verb, kind, value } = JSON.parse(line);
    if (verb === 'add') sets[kind].add(value); else sets[kind].delete(value);
  }).on('close', () => {
    const signal = (name) => groups.forEach((pid) => { try { process.kill(-pid, name); } catch {} });
    signal('SIGTERM');
    setTimeout(() => {
      signal('SIGKILL');
      setTimeout(() => {
        folders.forEach((path) => { try { rmSync(path, { recursive: true, force: true, maxRetries: 5 }); } catch {} });
      }, 200);
    }, groups.size > 0 ? 1500 : 0);
  });
`;

let guard: ChildProcess | undefined;

function tell(verb: 'add' | 'remove', kind: 'group' | 'folder', value: number | string): void {
  if (!guard || guard.exitCode !== null) {
    guard = spawn(process.execPath, ['-e', guardProgram], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    guard.unref();
    (guard.stdin as unknown as { unref(): void }).unref();
    guard.stdin?.on('error', () => undefined);
  }
  guard.stdin?.write(`${JSON.stringify({ verb, kind, value })}\n`);
}

/** Has a process group ended with this process, even if this one is killed outright. */
export function guardGroup(pid: number): () => void {
  tell('add', 'group', pid);
  return () => tell('remove', 'group', pid);
}

/** Has a folder removed with this process, even if this one is killed outright. */
export function guardFolder(path: string): () => void {
  tell('add', 'folder', path);
  return () => tell('remove', 'folder', path);
}
