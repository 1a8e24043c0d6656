import { classifyError } from '@vocalborn/task';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IdleTimeout } from './idle-timeout.js';

const minute = 60_000;
const outer = new AbortController().signal;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the watch over a long call', () => {
  it('leaves a service alone that computes in silence but answers for its health', async () => {
    const watch = new IdleTimeout(outer, () => Promise.resolve(true));
    await vi.advanceTimersByTimeAsync(30 * minute);
    expect(watch.signal.aborted).toBe(false);
    watch.stop();
  });

  it('breaks a call off as a network error when nobody is at the other end any more', async () => {
    const watch = new IdleTimeout(outer, () => Promise.resolve(false));
    await vi.advanceTimersByTimeAsync(minute / 2);
    expect(watch.signal.aborted).toBe(true);
    expect(classifyError(watch.signal.reason)).toBe('network');
  });

  it('asks nothing while progress comes in', async () => {
    const isHealthy = vi.fn(() => Promise.resolve(false));
    const watch = new IdleTimeout(outer, isHealthy);
    for (let second = 0; second < 60; second += 10) {
      await vi.advanceTimersByTimeAsync(10_000);
      watch.received();
    }
    expect(isHealthy).not.toHaveBeenCalled();
    watch.stop();
  });
});
