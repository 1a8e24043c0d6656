import { beforeEach, describe, expect, it } from 'vitest';
import { childStatus } from '../fixtures/child-status.js';
import type { ChildAttempts, ChildStatus } from '../messages.js';
import type { WorkerChild } from './worker-child.js';
import { WorkerReportView } from './worker-report.js';

type Given = Partial<Pick<WorkerChild, 'silentTicks' | 'pid'>> & {
  status?: Partial<ChildStatus> | null;
  attempts?: Partial<ChildAttempts>;
};

/** A child as the report reads it. */
function child({ status = {}, attempts = {}, silentTicks = 0, pid = 17 }: Given = {}): WorkerChild {
  const counts = { active: [], processed: 0, failed: 0, retried: 0, queueToken: '' };
  const given = { status: status && childStatus(status), attempts: { ...counts, ...attempts }, silentTicks, pid };
  return given as unknown as WorkerChild;
}

let children: WorkerChild[];
let view: WorkerReportView;
beforeEach(() => {
  children = [];
  view = new WorkerReportView(() => children);
});

describe('the report of a worker', () => {
  it('does not exist before the current child has reported', () => {
    expect(view.latest(null, 30)).toBeNull();
    expect(view.latest(child({ status: null }), 30)).toBeNull();
  });

  it.each([
    [0, 5, true],
    [5, 5, true],
    [6, 5, false],
    [1_000, Number.POSITIVE_INFINITY, true],
  ])('of a child that is silent for %i s exists within %d s: %s', (silentTicks, withinSeconds, exists) => {
    expect(view.latest(child({ silentTicks }), withinSeconds) !== null).toBe(exists);
  });

  it('adds up all children, and takes the state from the current one', () => {
    const active = (taskId: string) => [{ taskId, attempt: 1, phase: 'working' as const }];
    const current = child({
      status: { reserved: ['r1'], circuit: 'open' },
      attempts: { active: active('a'), processed: 5 },
    });
    const retiring = child({
      pid: 18,
      status: { reserved: ['r2'], memoryBytes: 50, cpuCores: 0.25, starved: true },
      attempts: { active: active('b'), processed: 7, failed: 2, retried: 1 },
    });
    children = [current, retiring];
    expect(view.latest(current, 5)).toMatchObject({
      circuit: 'open',
      starved: false,
      memoryBytes: 150,
      cpuCores: 0.75,
      reserved: ['r1', 'r2'],
      active: ['a', 'b'],
      processes: [17, 18],
      processed: 12,
      failed: 2,
      retried: 1,
    });
  });

  it('keeps the counts of children that have ended', () => {
    const ended = child({ attempts: { processed: 7, failed: 2, retried: 1 } });
    const current = child({ attempts: { processed: 1 } });
    view.keepCounts(ended);
    view.keepCounts(ended);
    view.recycles = 2;
    children = [current];
    expect(view.latest(current, 5)).toMatchObject({ processed: 15, failed: 4, retried: 2, recycles: 2 });
  });

  it('counts a child without a status as nothing', () => {
    const current = child();
    children = [current, child({ status: null, pid: 18 })];
    expect(view.latest(current, 5)).toMatchObject({ memoryBytes: 100, cpuCores: 0.5, reserved: [] });
  });
});
