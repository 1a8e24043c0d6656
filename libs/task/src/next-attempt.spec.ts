import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextAttempt, plannedDelaySeconds } from './next-attempt.js';
import { errorKinds, retryTable } from './retry-table.js';

const plain = { scale: 1, random: 0 };

describe('the retry policy', () => {
  it('doubles the delay of network errors from 30 s and gives up after 5 retries', () => {
    const delays = [0, 1, 2, 3, 4].map((count) => nextAttempt('network', count, plain));
    expect(delays.map((next) => next.retry && next.delayMs)).toEqual([30_000, 60_000, 120_000, 240_000, 480_000]);
    expect(nextAttempt('network', 5, plain)).toEqual({ retry: false, retryCount: 5, maxRetries: 5 });
  });

  it.each([
    ['ai_service', 60_000, 3],
    ['timeout', 120_000, 2],
    ['unclassified', 60_000, 3],
  ] as const)('waits the same time before every retry of %s: %i ms, %i times', (kind, delayMs, maxRetries) => {
    for (let count = 0; count < maxRetries; count += 1) {
      expect(nextAttempt(kind, count, plain)).toEqual({ retry: true, delayMs, retryCount: count + 1, maxRetries });
    }
    expect(nextAttempt(kind, maxRetries, plain).retry).toBe(false);
  });

  it('never retries a file error', () => {
    expect(nextAttempt('file', 0, plain)).toEqual({ retry: false, retryCount: 0, maxRetries: 0 });
  });

  it('waits at least as long as the failing service asks', () => {
    expect(nextAttempt('ai_service', 0, { ...plain, retryAfterMs: 90_000 })).toMatchObject({ delayMs: 90_000 });
    expect(nextAttempt('ai_service', 0, { ...plain, retryAfterMs: 1_000 })).toMatchObject({ delayMs: 60_000 });
  });

  it.each(errorKinds)('counts retries of %s beyond its limit as the end, whatever their number', (kind) => {
    const { maxRetries } = retryTable[kind];
    for (const count of [maxRetries, maxRetries + 1, 1_000]) {
      expect(nextAttempt(kind, count, plain)).toEqual({ retry: false, retryCount: count, maxRetries });
    }
  });

  it.each([
    [1, 30_000],
    [0.5, 15_000],
    [0.001, 30],
    [0.0001, 3],
    [10, 300_000],
  ])('scales the delay of the table by %d', (scale, delayMs) => {
    expect(nextAttempt('network', 0, { scale, random: 0 })).toMatchObject({ delayMs });
  });

  it('does not scale the delay that the failing service asks for', () => {
    const options = { scale: 0.001, random: 0, retryAfterMs: 5_000 };
    expect(nextAttempt('ai_service', 0, options)).toMatchObject({ delayMs: 5_000 });
  });

  it('gives up although the service names a delay when no retry is left', () => {
    expect(nextAttempt('ai_service', 3, { ...plain, retryAfterMs: 5_000 }).retry).toBe(false);
  });

  it.each(['ai_service', 'timeout', 'unclassified'] as const)('adds no jitter to the fixed delay of %s', (kind) => {
    expect(nextAttempt(kind, 0, { scale: 1, random: 0.999 })).toEqual(nextAttempt(kind, 0, plain));
  });

  it('never plans a delay above the maximum of the kind', () => {
    fc.assert(
      fc.property(fc.constantFrom(...errorKinds), fc.nat(100), (kind, count) => {
        return plannedDelaySeconds(kind, count) <= retryTable[kind].maxDelaySeconds;
      }),
    );
  });

  it('ends any mix of kinds after at most as many retries as the most patient kind allows', () => {
    const most = Math.max(...Object.values(retryTable).map((rule) => rule.maxRetries));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...errorKinds), { minLength: 30, maxLength: 60 }), (kinds) => {
        let retries = 0;
        for (const kind of kinds) {
          const next = nextAttempt(kind, retries, plain);
          if (!next.retry) return retries <= most;
          retries = next.retryCount;
        }
        return false;
      }),
    );
  });

  it('spreads exponential delays by at most a tenth and never shortens them', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(4), (random, count) => {
        const next = nextAttempt('network', count, { scale: 1, random });
        const planned = plannedDelaySeconds('network', count) * 1000;
        return next.retry && next.delayMs >= planned && next.delayMs <= planned * 1.1 + 1;
      }),
    );
  });
});
