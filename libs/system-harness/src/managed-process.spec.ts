import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ManagedProcess } from './managed-process.js';
import { waitFor } from './wait-for.js';

/** Forks a child that ends with it, or (STUBBORN) does not. */
const parent = `
  const { fork } = require('node:child_process');
  fork('-e', [], { execArgv: ['-e', "process.on('disconnect', () => process.env.STUBBORN || process.exit()); setInterval(() => {}, 1000)"] });
  setInterval(() => {}, 1000);
`;

// What a process is doing is read from /proc.
describe.skipIf(process.platform !== 'linux')('a process with a child', () => {
  const start = (env: Record<string, string> = {}): ManagedProcess =>
    new ManagedProcess({ command: process.execPath, args: ['-e', parent], env: { PATH: process.env['PATH'], ...env } });
  const childOf = async (started: ManagedProcess): Promise<number> => {
    const pids = await waitFor(() => started.childPids().then((found) => (found.length > 0 ? found : null)), {
      what: 'the child',
    });
    return pids[0]!;
  };
  const runs = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  it('can be killed alone, and the child ends by itself', async () => {
    const started = start();
    const child = await childOf(started);
    expect(await started.killAlone()).toBe(true);
    expect([started.running, runs(child)]).toEqual([false, false]);
  });

  it('leaves nothing behind when the child does not end by itself', async () => {
    const started = start({ STUBBORN: 'yes' });
    const child = await childOf(started);
    expect(await started.killAlone(300)).toBe(false);
    await waitFor(() => !runs(child), { what: 'the child to be gone' });
  });

  it('stops and goes on as a whole', async () => {
    const started = start();
    const child = await childOf(started);
    started.signalGroup('SIGSTOP');
    await waitFor(async () => (await stateOf(child)) === 'T', { what: 'the child to stand still' });
    started.signalGroup('SIGCONT');
    await waitFor(async () => (await stateOf(child)) !== 'T', { what: 'the child to go on' });
    await started.kill();
  });
});

async function stateOf(pid: number): Promise<string> {
  return /\) (\w)/.exec(await readFile(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '';
}
