import { spawn, type ChildProcess } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { waitFor } from './wait-for.js';

/** Starts children that refuse to stop politely and owns a temporary folder; prints what it has made. */
const starterProgram = `
  import { ManagedProcess, temporaryFolder } from '@vocalborn/system-harness';
  const folder = temporaryFolder('vocalborn guarded');
  const stubborn = "process.on('SIGTERM', () => {}); require('node:child_process').spawn('sleep', ['600']); setInterval(() => {}, 1000); console.log('up')";
  const child = new ManagedProcess({ name: 'stubborn', command: process.execPath, args: ['-e', stubborn] });
  while (!child.output().includes('up')) await new Promise((resolve) => setTimeout(resolve, 10));
  console.log(JSON.stringify({ pid: child.pid, folder: folder.path }));
  if (process.argv.includes('--finish')) process.exit(0);
  setInterval(() => {}, 1000);
`;

describe('the guard', () => {
  let starter: ChildProcess | undefined;

  afterEach(() => starter?.kill('SIGKILL'));

  async function startStarter(...args: string[]): Promise<{ pid: number; folder: string }> {
    const lib = fileURLToPath(new URL('..', import.meta.url));
    const command = ['--input-type=module', '--eval', starterProgram, '--', ...args];
    const child = spawn(process.execPath, command, { cwd: lib, stdio: ['ignore', 'pipe', 'inherit'] });
    starter = child;
    for await (const line of createInterface({ input: child.stdout }))
      return JSON.parse(line) as { pid: number; folder: string };
    throw new Error('the starter printed nothing');
  }

  it('ends the children and removes the folders of a starter that is killed with SIGKILL', async () => {
    const { pid, folder } = await startStarter();
    expect(await groupIsAlive(pid)).toBe(true);
    starter?.kill('SIGKILL');
    await waitFor(async () => !(await groupIsAlive(pid)), { what: 'the children to end' });
    await waitFor(() => isGone(folder), { what: 'the folder to be removed' });
  });

  it('ends the children and removes the folders of a starter that simply finishes', async () => {
    const { pid, folder } = await startStarter('--finish');
    await waitFor(async () => !(await groupIsAlive(pid)), { what: 'the children to end' });
    await waitFor(() => isGone(folder), { what: 'the folder to be removed' });
  });
});

/** A zombie, which nobody may have reaped yet, does not count. */
async function groupIsAlive(pid: number): Promise<boolean> {
  try {
    process.kill(-pid, 0);
  } catch {
    return false;
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat === undefined ? process.platform !== 'linux' : !stat.includes(') Z ');
}

function isGone(path: string): Promise<boolean> {
  return access(path).then(
    () => false,
    () => true,
  );
}
