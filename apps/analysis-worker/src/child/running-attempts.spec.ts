import { TaskError } from '@vocalborn/task';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RunningAttempts } from './running-attempts.js';

let attempts: RunningAttempts;
beforeEach(() => {
  vi.useFakeTimers();
  attempts = new RunningAttempts();
});
afterEach(() => vi.useRealTimers());

const one = { taskId: 'one', attempt: 1 };
const two = { taskId: 'two', attempt: 3 };

describe('the report', () => {
  it('has the phase of every attempt until it has ended', () => {
    const [first, second] = [attempts.begin(one), attempts.begin(two)];
    first.ending();
    expect(attempts.report().active).toEqual([
      { ...one, phase: 'ending' },
      { ...two, phase: 'working' },
    ]);
    first.ended('success');
    second.ended('success');
    expect(attempts.report().active).toEqual([]);
  });

  it.each([
    ['success', { processed: 1, failed: 0, retried: 0 }],
    ['failure', { processed: 1, failed: 1, retried: 0 }],
    ['retry', { processed: 1, failed: 0, retried: 1 }],
    ['lost', { processed: 1, failed: 0, retried: 0 }],
    ['handed-back', { processed: 0, failed: 0, retried: 0 }],
    [null, { processed: 0, failed: 0, retried: 0 }],
  ] as const)('counts an attempt that ended as %s', (end, counts) => {
    attempts.begin(one).ended(end);
    expect(attempts.report()).toEqual({ active: [], ...counts });
  });

  it('is announced with every change', () => {
    const seen: number[] = [];
    attempts.watch(() => seen.push(attempts.report().active.length));
    const control = attempts.begin(one);
    control.ending();
    control.ended('success');
    expect(seen).toEqual([1, 1, 0]);
  });
});

describe('the soft time limit', () => {
  it('aborts an attempt as a timeout when it is over, and not before', () => {
    attempts.softLimitMs = 5_000;
    const { signal } = attempts.begin(one);
    vi.advanceTimersByTime(4_999);
    expect(signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(signal.reason).toBeInstanceOf(TaskError);
    expect(signal.reason).toMatchObject({ kind: 'timeout' });
  });

  it.each(['ending', 'ended'] as const)('no longer applies to an attempt that is %s', (phase) => {
    attempts.softLimitMs = 5_000;
    const control = attempts.begin(one);
    if (phase === 'ending') control.ending();
    else control.ended('success');
    vi.advanceTimersByTime(60_000);
    expect(control.signal.aborted).toBe(false);
  });

  it('applies as it was when the attempt began', () => {
    const { signal } = attempts.begin(one);
    attempts.softLimitMs = 1;
    vi.advanceTimersByTime(60_000);
    expect(signal.aborted).toBe(false);
  });

  it.each([2 ** 31, Number.MAX_SAFE_INTEGER])('of %d ms does not run out at once', (softLimitMs) => {
    attempts.softLimitMs = softLimitMs;
    const { signal } = attempts.begin(one);
    vi.advanceTimersByTime(24 * 3_600_000);
    expect(signal.aborted).toBe(false);
  });
});

describe('aborting', () => {
  it('stops all attempts, or only those that are meant', () => {
    const controls = [attempts.begin(one), attempts.begin(two)];
    const aborted = () => controls.map(({ signal }) => signal.aborted);
    attempts.abort(new Error('x'), [{ ...two, attempt: 2 }]);
    expect(aborted()).toEqual([false, false]);
    attempts.abort(new Error('x'), [two]);
    expect(aborted()).toEqual([false, true]);
    attempts.abort(new Error('y'));
    expect(aborted()).toEqual([true, true]);
    expect(controls.map(({ signal }) => (signal.reason as Error).message)).toEqual(['y', 'x']);
  });
});
