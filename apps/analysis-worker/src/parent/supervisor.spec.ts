import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '@vocalborn/observability';
import { childStatus } from '../fixtures/child-status.js';
import { ScriptedChildren } from '../fixtures/scripted-children.js';
import type { ChildAttempts, RunningAttempt } from '../messages.js';
import type { LeftBehind } from './rescue.js';
import { Supervisor, type PoolSettings, type SupervisorOptions } from './supervisor.js';

const pool: PoolSettings = { concurrency: 4, softLimitSeconds: 60, hardLimitSeconds: 90 };
const working = (taskId: string): RunningAttempt => ({ taskId, attempt: 1, phase: 'working' });
const attempts = (active: readonly RunningAttempt[], counts: Partial<ChildAttempts> = {}): ChildAttempts => ({
  type: 'attempts',
  queueToken: 'token',
  processed: 0,
  failed: 0,
  retried: 0,
  ...counts,
  active,
});
const obedient = { status: childStatus(), exitAt: 'stop' } as const;

let children: ScriptedChildren;
let supervisor: Supervisor;
let rescued: LeftBehind[];
let log: Record<string, unknown>[];

beforeEach(() => {
  children = new ScriptedChildren();
  children.all(obedient);
  [rescued, log] = [[], []];
});
afterEach(async () => {
  vi.useRealTimers();
  for (const pid of pids()) children.one(pid, { exit: 0 });
  await supervisor.stop();
  children.remove();
});

function supervise(options: Partial<SupervisorOptions> = {}, settings: Partial<PoolSettings> = {}): void {
  const logger = createLogger(
    { name: 'spec', level: 'info' },
    { write: (line) => log.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const rescue = { rescue: (left: LeftBehind) => Promise.resolve(void rescued.push(left)) };
  const limits = { shutdownGraceMs: 60_000, maxTasksPerChild: null, maxMemoryBytesPerChild: null };
  supervisor = new Supervisor({ logger, childEntry: children.entry, ...limits, ...options }, rescue, {
    ...pool,
    ...settings,
  });
  supervisor.start();
}

/** Waits until the check no longer throws. */
const eventually = <T>(check: () => T): Promise<T> => vi.waitFor(check, { timeout: 20_000, interval: 10 });
const pids = (): readonly number[] => supervisor.latest(1_000)?.processes ?? [];
const activeTasks = (): readonly string[] => supervisor.latest(1_000)?.active ?? [];
const slotsOf = (pid: number): (number | undefined)[] =>
  children.received(pid).map((message) => (message.type === 'slots' ? message.slots : undefined));

/** The only process of the worker, once it has got its slots and differs from the given one. */
const onlyChild = (not?: number): Promise<number> =>
  eventually(() => {
    const [pid, ...others] = pids();
    expect(others).toEqual([]);
    expect(pid).not.toBe(not);
    expect(slotsOf(pid!)).not.toEqual([]);
    return pid!;
  });

describe('a child', () => {
  it('gets the slots and the soft limit in milliseconds when it reaches the queue, and none before', async () => {
    children.all({ ...obedient, status: childStatus({ queueUp: false }) });
    supervise();
    const pid = await eventually(() => {
      expect(pids()).toHaveLength(1);
      return pids()[0]!;
    });
    expect(children.received(pid)).toEqual([]);

    children.all(obedient);
    await onlyChild();
    expect(children.received(pid)[0]).toEqual({ type: 'slots', slots: 4, concurrency: 4, softLimitMs: 60_000 });
  });

  it('is unknown until it has reported', () => {
    supervise();
    expect(supervisor.latest(1_000)).toBeNull();
  });

  it('that runs gets a new soft limit without being replaced', async () => {
    supervise();
    const pid = await onlyChild();
    supervisor.limit({ softLimitSeconds: 7, hardLimitSeconds: 9 });
    await eventually(() => expect(children.received(pid).at(-1)).toMatchObject({ softLimitMs: 7_000 }));
    expect(supervisor.pool).toEqual({ concurrency: 4, softLimitSeconds: 7, hardLimitSeconds: 9 });
    expect(pids()).toEqual([pid]);
  });
});

describe('a child that dies', () => {
  it('is replaced at once, and its attempts are rescued as those of an unhealthy child', async () => {
    supervise();
    const pid = await onlyChild();
    children.one(pid, { attempts: attempts([working('a')], { processed: 3, failed: 1 }) });
    await eventually(() => expect(activeTasks()).toEqual(['a']));
    children.one(pid, { exit: 9 });

    await onlyChild(pid);
    expect(rescued).toEqual([
      {
        attempts: expect.objectContaining({ active: [working('a')], queueToken: 'token' }),
        tooLong: [],
        wasHealthy: false,
      },
    ]);
    expect(supervisor.latest(1_000)).toMatchObject({ processed: 3, failed: 1, active: [] });
    expect(log).toContainEqual(expect.objectContaining({ level: 'error', code: 9, pauseMs: 0 }));
  });

  it('again and again is started after longer and longer pauses', async () => {
    children.all({ exit: 1 });
    supervise();
    await eventually(() => expect(log.length).toBeGreaterThanOrEqual(3));
    expect(log.map(({ pauseMs }) => pauseMs).slice(0, 3)).toEqual([0, 400, 800]);
    expect(rescued).toEqual([]);
  });
});

describe('a replacement', () => {
  it('leaves the predecessor at work until the successor is ready', async () => {
    supervise();
    const old = await onlyChild();
    children.all({ ...obedient, status: childStatus({ queueUp: false }) });
    children.one(old, obedient);
    supervisor.recycle('a test');
    await eventually(() => expect(pids()).toHaveLength(2));
    expect(children.received(old)).not.toContainEqual({ type: 'stop' });

    children.all(obedient);
    await onlyChild(old);
    expect(children.received(old)).toContainEqual({ type: 'stop' });
  });

  it('moves each slot when the predecessor frees it, so that there are never more than the pool has', async () => {
    supervise();
    const old = await onlyChild();
    const stay = { status: childStatus() };
    children.one(old, { ...stay, attempts: attempts([working('a'), working('b'), working('c')]) });
    await eventually(() => expect(activeTasks()).toHaveLength(3));
    supervisor.recycle('a test');
    const next = await eventually(() => {
      const pid = pids().find((each) => each !== old);
      expect(slotsOf(pid!)).toEqual([1]);
      return pid!;
    });

    children.one(old, { ...stay, attempts: attempts([working('a')], { processed: 2 }) });
    await eventually(() => expect(slotsOf(next).at(-1)).toBe(3));
    children.one(old, { exit: 0 });
    await eventually(() => expect(slotsOf(next).at(-1)).toBe(4));
    expect(await onlyChild()).toBe(next);
  });

  it('is made once, however often it is asked for while it lasts', async () => {
    supervise();
    const old = await onlyChild();
    supervisor.recycle('first');
    supervisor.recycle('second');
    await onlyChild(old);
    expect(supervisor.latest(1_000)?.recycles).toBe(1);
  });

  it.each([
    ['tasks wait and none arrives', {}, { status: childStatus({ starved: true }) }],
    ['it has run its number of tasks', { maxTasksPerChild: 5 }, { attempts: attempts([], { processed: 5 }) }],
    ['it uses too much memory', { maxMemoryBytesPerChild: 1000 }, { status: childStatus({ memoryBytes: 1001 }) }],
  ])('is made because %s', async (reason, options, script) => {
    supervise(options);
    const old = await onlyChild();
    children.one(old, { ...obedient, ...script });
    await onlyChild(old);
    expect(log).toContainEqual(expect.objectContaining({ reason, msg: 'the child is replaced' }));
  });

  it('gives the new pool its size', async () => {
    supervise();
    const old = await onlyChild();
    supervisor.resize(6);
    const next = await onlyChild(old);
    expect(children.received(next)[0]).toMatchObject({ slots: 6, concurrency: 6 });
  });

  it.each([0, -1, 257])('to a pool of %i slots is refused', (slots) => {
    supervise();
    expect(() => supervisor.resize(slots)).toThrow(RangeError);
    expect(supervisor.pool.concurrency).toBe(4);
  });
});

describe('a child is killed', () => {
  it('when an attempt works for longer than the hard limit; its other attempts are handed back', async () => {
    supervise({}, { hardLimitSeconds: 1 });
    const pid = await onlyChild();
    children.one(pid, { attempts: attempts([working('slow')]) });
    await eventually(() => expect(activeTasks()).toEqual(['slow']));
    await eventually(() => expect(log).toContainEqual(expect.objectContaining({ pid, level: 'error' })));
    await onlyChild(pid);
    expect(rescued).toMatchObject([{ tooLong: [working('slow')], wasHealthy: true }]);
  });

  it('when it is silent for more than 20 of its parent’s ticks, and counts as unhealthy', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    supervise();
    const pid = await onlyChild();
    children.one(pid, { attempts: attempts([working('a')]) });
    await eventually(() => expect(activeTasks()).toEqual(['a']));
    vi.advanceTimersByTime(20_000);
    expect(log).toEqual([]);
    vi.advanceTimersByTime(1_000);
    await eventually(() => expect(rescued).toMatchObject([{ tooLong: [], wasHealthy: false }]));
  });

  it('never for an attempt whose work is done and whose ending is being written', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    supervise({}, { hardLimitSeconds: 1 });
    const pid = await onlyChild();
    children.one(pid, { attempts: attempts([{ ...working('a'), phase: 'ending' }]) });
    await eventually(() => expect(activeTasks()).toEqual(['a']));
    vi.advanceTimersByTime(10_000);
    expect(log).toEqual([]);
  });
});

describe('a stop', () => {
  it('waits for the running tasks, and starts no further child', async () => {
    supervise();
    const pid = await onlyChild();
    children.one(pid, { status: childStatus(), attempts: attempts([working('a')]) });
    await eventually(() => expect(activeTasks()).toEqual(['a']));
    let stopped = false;
    const stop = supervisor.stop().then(() => (stopped = true));
    await eventually(() => expect(children.received(pid)).toContainEqual({ type: 'stop' }));
    expect([supervisor.stopping, stopped]).toEqual([true, false]);

    children.one(pid, { attempts: attempts([]), exit: 0 });
    await stop;
    expect(supervisor.latest(1_000)).toBeNull();
  });

  it('hands back the tasks that still run after the grace', async () => {
    supervise({ shutdownGraceMs: 0 });
    const pid = await onlyChild();
    children.one(pid, { status: childStatus(), exitAt: 'stop-now' });
    await supervisor.stop();
    expect(children.received(pid).at(-1)).toEqual({ type: 'stop-now' });
  });

  it('ends a replacement that is under way, and begins none', async () => {
    supervise();
    const old = await onlyChild();
    children.one(old, obedient);
    children.all({ ...obedient, status: childStatus({ queueUp: false }) });
    supervisor.recycle('a test');
    await eventually(() => expect(pids()).toHaveLength(2));
    await supervisor.stop();
    supervisor.recycle('too late');
    expect(supervisor.latest(1_000)).toBeNull();
    expect(supervisor.report.recycles).toBe(1);
  });
});
