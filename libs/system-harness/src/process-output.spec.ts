import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audioLibraryEnvironment } from './audio-library.js';
import { ManagedProcess, type ProcessOptions } from './managed-process.js';
import { clearStalePid, holdsCluster, prepareDraft } from './postgres-data.js';
import { temporaryFolder } from './temporary-folder.js';
import { unprivilegedLauncher } from './unprivileged.js';
import { waitFor } from './wait-for.js';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => void (folder = temporaryFolder('vocalborn-process')));
afterEach(() => folder.remove());

const node = (script: string, rest: Partial<ProcessOptions> = {}): ManagedProcess =>
  new ManagedProcess({ name: 'it', command: process.execPath, args: ['-e', script], ...rest });

describe('a managed process', () => {
  it('keeps the output of both streams, also in its log file', async () => {
    const logFile = join(folder.path, 'it.log');
    writeFileSync(logFile, 'before\n');
    const started = node('console.log("out"); console.error("err")', { logFile });
    expect(await started.exited).toEqual({ code: 0, signal: null });
    expect(started.output().split('\n').toSorted()).toEqual(['', 'err', 'out']);
    await waitFor(() => readFileSync(logFile, 'utf8').includes('err'), { what: 'the log' });
    expect(readFileSync(logFile, 'utf8')).toMatch(/^before\n/);
  });

  it('keeps only the last 64 KiB of the output', async () => {
    const started = node('process.stdout.write("x".repeat(100_000) + "end")');
    await started.exited;
    expect(started.output()).toHaveLength(64 * 1024);
    expect(started.output()).toMatch(/xend$/);
  });

  it.each([
    ['process.exit(3)', { code: 3, signal: null }, 'it ended with status 3'],
    ['process.kill(process.pid, "SIGKILL")', { code: null, signal: 'SIGKILL' }, 'it ended with SIGKILL'],
  ])('reports how it ended: %s', async (script, exit, message) => {
    const started = node(`console.log("last words"); ${script}`);
    expect(started.running).toBe(true);
    expect(() => started.assertRunning()).not.toThrow();
    expect(await started.exited).toEqual(exit);
    expect(started.running).toBe(false);
    expect(() => started.assertRunning()).toThrow(message);
    expect(() => started.assertRunning()).toThrow('last words');
  });

  it('ends with status 127 when the command does not exist', async () => {
    const started = new ManagedProcess({ command: 'no-such-command', args: [] });
    expect(await started.exited).toEqual({ code: 127, signal: null });
    expect(started.output()).toContain('ENOENT');
    expect(() => started.assertRunning()).toThrow('no-such-command ended with status 127');
  });

  it('is killed when it does not stop within its grace period', async () => {
    const started = node('process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)');
    await waitFor(() => started.output().includes('up'), { what: 'the handler' });
    expect(await started.stop('SIGTERM', 1)).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('runs in the given folder with the given environment only', async () => {
    const script = 'console.log(JSON.stringify([process.cwd(), process.env.A, process.env.HOME]))';
    const started = node(script, { cwd: folder.path, env: { A: 'b' } });
    await started.exited;
    expect(JSON.parse(started.output())).toEqual([folder.path, 'b', null]);
  });

  it('ignores signals after its end', async () => {
    const started = node('');
    await started.exited;
    expect(() => {
      started.signal('SIGTERM');
      started.signalGroup('SIGKILL');
    }).not.toThrow();
    expect(await started.kill()).toEqual({ code: 0, signal: null });
  });
});

describe('a temporary folder', () => {
  it('can be entered but not listed by other users', () => {
    expect(statSync(folder.path).mode & 0o777).toBe(0o711);
  });

  it('is removed with its contents', () => {
    const other = temporaryFolder('vocalborn-other');
    mkdirSync(join(other.path, 'a/b'), { recursive: true });
    other.remove();
    expect(() => statSync(other.path)).toThrow('ENOENT');
  });
});

describe('the data folder of Postgres', () => {
  const dataDir = (): string => join(folder.path, 'postgres');

  it('holds a cluster once it has a PG_VERSION', async () => {
    expect(await holdsCluster(dataDir())).toBe(false);
    mkdirSync(dataDir());
    expect(await holdsCluster(dataDir())).toBe(false);
    writeFileSync(join(dataDir(), 'PG_VERSION'), '18\n');
    expect(await holdsCluster(dataDir())).toBe(true);
  });

  it('is drafted in an empty private folder beside it', async () => {
    const draft = join(folder.path, 'postgres.unfinished');
    mkdirSync(draft, { recursive: true });
    writeFileSync(join(draft, 'rest'), '');
    expect(await prepareDraft(dataDir())).toBe(draft);
    expect(() => statSync(join(draft, 'rest'))).toThrow('ENOENT');
    expect(statSync(draft).mode & 0o777).toBe(0o700);
  });

  it.each([
    ['of a running program that is no Postgres', String(process.pid), false],
    ['of a process that does not exist', '4194304', true],
    ['without a number', 'nonsense', true],
    ['with the number 0', '0', true],
    ['with a negative number', '-5', true],
  ])('has its postmaster.pid kept or removed: %s', async (_, pid, kept) => {
    mkdirSync(dataDir());
    const path = join(dataDir(), 'postmaster.pid');
    writeFileSync(path, `${pid}\n${dataDir()}\n`);
    await clearStalePid(dataDir());
    expect(statSync(path, { throwIfNoEntry: false }) !== undefined).toBe(kept);
  });

  it('may have no postmaster.pid', async () => {
    await expect(clearStalePid(dataDir())).resolves.toBeUndefined();
  });
});

describe('the audio library', () => {
  it('needs no variables when the system has it', async () => {
    expect(await audioLibraryEnvironment(folder.path, () => Promise.resolve(true))).toEqual({});
  });

  it.skipIf(process.platform !== 'linux')('is found in a copy that was fetched before', async () => {
    const libraries = join(folder.path, 'alsa/root/usr/lib');
    mkdirSync(join(libraries, 'x86_64-linux-gnu'), { recursive: true });
    expect(await audioLibraryEnvironment(folder.path, () => Promise.resolve(false))).toEqual({
      LD_LIBRARY_PATH: `${libraries}:${join(libraries, 'x86_64-linux-gnu')}`,
    });
  });
});

describe('a launcher', () => {
  it('runs a program that then sees no root user', async () => {
    const launch = await unprivilegedLauncher(folder.path, process.execPath);
    const { command, args, ...user } = launch(process.execPath, [
      '-e',
      'process.stdout.write(String(process.getuid()))',
    ]);
    const started = new ManagedProcess({ command, args: [...args], ...user });
    expect(await started.exited).toEqual({ code: 0, signal: null });
    await waitFor(() => Number(started.output()) > 0, { what: 'the user of the program' });
  });
});
