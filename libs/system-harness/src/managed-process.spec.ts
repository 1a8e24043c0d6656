import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ManagedProcess } from './managed-process.js';
import { waitFor } from './wait-for.js';

/** Says when its handlers are set; ends with its parent, or (STUBBORN) does not. */
const child = `
  process.on('disconnect', () => process.env.STUBBORN || process.exit());
  setInterval(() => {}, 1000);
  process.send('ready');
`;
const parent = `
  const { spawn } = require('node:child_process');
  const started = spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  started.on('message', () => console.log('child ' + started.pid));
`;

// What a process is doing is read from /proc.
describe.skipIf(process.platform !== 'linux')('a process with a child', () => {
  const start = (env: Record<string, string> = {}): ManagedProcess =>
    new ManagedProcess({ command: process.execPath, args: ['-e', parent], env: { PATH: process.env['PATH'], ...env } });
  const childOf = async (started: ManagedProcess): Promise<number> => {
    const said = await waitFor(() => /child (\d+)/.exec(started.output()), { what: 'the child' });
    return Number(said[1]);
  };
  const runs = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  it('knows its children', async () => {
    const started = start();
    const child = await childOf(started);
    expect(await started.childPids()).toEqual([child]);
    await started.kill();
  });

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
