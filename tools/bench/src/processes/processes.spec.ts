import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cpuTimeMs, ticksOf } from './cpu-time.js';
import { entryOf, memoryOf, pssKibOf } from './memory.js';
import { processTree } from './process-tree.js';

/** Starts a child of its own, tells its number, and waits. */
const program = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  for (let until = Date.now() + 100; Date.now() < until;);
  process.stdout.write(String(child.pid));
  setInterval(() => {}, 1000);
  process.on('SIGTERM', () => { child.kill(); process.exit(); });`;
let parent: ChildProcess;
let grandchild: number;

beforeAll(async () => {
  parent = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(parent.stdout!, 'data')) as [Buffer];
  grandchild = Number(line.toString());
});
afterAll(() => parent.kill('SIGTERM'));

describe('a group of processes', () => {
  it('holds the descendants', async () => {
    expect(await processTree([parent.pid!])).toEqual([parent.pid, grandchild]);
  });

  it('tells its CPU time', async () => {
    expect(await cpuTimeMs([parent.pid!])).toBeGreaterThanOrEqual(50);
  });

  it('tells the memory of each', async () => {
    const memory = await memoryOf([parent.pid!]);
    expect(memory.map(({ pid }) => pid)).toEqual([parent.pid, grandchild]);
    expect(memory.every(({ pssMib }) => pssMib > 1)).toBe(true);
  });

  it('is empty when it has ended', async () => {
    const ended = spawn(process.execPath, ['-e', '']);
    await once(ended, 'exit');
    expect(await cpuTimeMs([ended.pid!])).toBe(0);
  });
});

describe('the files of /proc', () => {
  it('are read where a program has brackets and spaces in its name', () => {
    expect(ticksOf('42 (a (b) c) S 1 42 42 0 -1 4194560 1 2 3 4 10 20 3 4 20 0 11 0 100')).toBe(37);
    expect(ticksOf('')).toBe(0);
  });

  it('give the proportional set size, not its parts', () => {
    expect(pssKibOf('Rss:  100 kB\nPss:     80 kB\nPss_Anon:  60 kB\n')).toBe(80);
    expect(pssKibOf('')).toBeNaN();
  });

  it('give the entry of a program', () => {
    expect(entryOf('/usr/bin/node\0--import\0x\0/srv/dist/child-main.js\0')).toBe('child-main.js');
    expect(entryOf('postgres: idle\0')).toBe('');
  });
});
