import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RepeatedWork, type RepeatedWorkOptions } from './repeated-work.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

/** Work whose runs end when the test says so. */
function heldWork(options: Partial<RepeatedWorkOptions> = {}) {
  const ends: (() => void)[] = [];
  const signals: AbortSignal[] = [];
  const errors: unknown[] = [];
  const work = new RepeatedWork({
    everyMs: 1_000,
    run: (signal) => {
      signals.push(signal);
      return new Promise<void>((resolve) => ends.push(resolve));
    },
    onError: (error) => errors.push(error),
    ...options,
  });
  return { work, ends, signals, errors };
}

describe('repeated work', () => {
  it('does nothing before it is started', async () => {
    const { ends } = heldWork();
    await pass(10_000);
    expect(ends).toHaveLength(0);
  });

  it('runs at once when it is started, and then after each pause', async () => {
    const run = vi.fn();
    const work = new RepeatedWork({ everyMs: 1_000, run, onError: () => undefined });
    work.start();
    const counts = [];
    for (const step of [0, 999, 1, 999, 1]) {
      await pass(step);
      counts.push(run.mock.calls.length);
    }
    expect(counts).toEqual([1, 1, 2, 2, 3]);
    await work.stop();
  });

  it('waits before the first run if asked to', async () => {
    const { work, ends } = heldWork({ firstAfterMs: 15_000 });
    work.start();
    await pass(14_999);
    expect(ends).toHaveLength(0);
    await pass(1);
    expect(ends).toHaveLength(1);
  });

  it('counts the pause from the end of a run, so that runs never overlap', async () => {
    const { work, ends } = heldWork();
    work.start();
    await pass(60_000);
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await pass(999);
    expect(ends).toHaveLength(1);
    await pass(1);
    expect(ends).toHaveLength(2);
  });

  it.each<[string, () => unknown]>([
    ['rejects', () => Promise.reject(new Error('away'))],
    [
      'throws',
      () => {
        throw new Error('away');
      },
    ],
  ])('goes on when a run %s, and tells what was thrown', async (_, fail) => {
    const run = vi.fn(fail);
    const { work, errors } = heldWork({ run });
    work.start();
    await pass(2_000);
    expect(run).toHaveBeenCalledTimes(3);
    expect(errors).toEqual([new Error('away'), new Error('away'), new Error('away')]);
    await work.stop();
  });

  it('starts once, however often it is asked to', async () => {
    const { work, ends } = heldWork();
    work.start();
    work.start();
    await pass(0);
    work.start();
    await pass(0);
    expect(ends).toHaveLength(1);
  });
});

describe('stopping repeated work', () => {
  it('waits for the run under way, aborts its signal, and starts no other', async () => {
    const { work, ends, signals } = heldWork();
    work.start();
    await pass(0);
    const stopped = vi.fn();
    const stopping = work.stop().then(stopped);
    await pass(5_000);
    expect(signals.map((signal) => signal.aborted)).toEqual([true]);
    expect(stopped).not.toHaveBeenCalled();
    ends[0]?.();
    await stopping;
    await pass(60_000);
    expect(ends).toHaveLength(1);
  });

  it('during a pause starts no other run', async () => {
    const { work, ends } = heldWork();
    work.start();
    await pass(0);
    ends[0]?.();
    await pass(500);
    await work.stop();
    await pass(60_000);
    expect(ends).toHaveLength(1);
  });

  it.each(['before its first run', 'before it was started'])('%s prevents it', async (when) => {
    const { work, ends } = heldWork();
    if (when === 'before its first run') work.start();
    await work.stop();
    work.start();
    await pass(60_000);
    expect(ends).toHaveLength(0);
  });

  it('does not wait longer for a run that fails', async () => {
    const { work, errors } = heldWork({ run: () => Promise.reject(new Error('away')) });
    work.start();
    await pass(0);
    await work.stop();
    expect(errors).toHaveLength(1);
  });
});
