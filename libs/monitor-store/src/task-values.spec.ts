import { processingBounds } from '@vocalborn/monitoring-rules';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskFigures } from './task-figures.js';
import { taskValues } from './task-values.js';

const buckets = (counts: Readonly<Record<number, number>> = {}): number[] =>
  Array.from({ length: processingBounds.length + 1 }, (_, index) => counts[index] ?? 0);

const figures = (given: Partial<TaskFigures> = {}): TaskFigures => ({
  accepted: 0,
  started: 0,
  succeeded: 0,
  failed: 0,
  unusable: 0,
  retried: 0,
  revoked: 0,
  waits: 0,
  waitSeconds: 0,
  longestWaitSeconds: null,
  processingSeconds: 0,
  processingBuckets: buckets(),
  ...given,
});

describe('the key figures of tasks', () => {
  it('are null without anything to measure', () => {
    expect(taskValues(figures(), 1)).toEqual({
      avg_processing_time: null,
      p95_processing_time: null,
      success_rate: null,
      failure_rate: null,
      unusable_recording_rate: null,
      retry_rate: null,
      avg_wait_time: null,
      longest_wait_time: null,
      processed_per_hour: 0,
    });
  });

  it.each<[string, Partial<TaskFigures>, number, object]>([
    ['rates of ended tasks', { succeeded: 3, failed: 1 }, 1, { success_rate: 75, failure_rate: 25, retry_rate: 0 }],
    [
      'a failure rate without unusable recordings',
      { succeeded: 2, failed: 6, unusable: 5 },
      1,
      { success_rate: 25, failure_rate: 12.5, unusable_recording_rate: 62.5 },
    ],
    ['a retry rate of all attempts', { succeeded: 3, failed: 1, retried: 4 }, 1, { success_rate: 75, retry_rate: 50 }],
    ['a retry rate before any task ended', { retried: 2 }, 1, { success_rate: null, retry_rate: 100 }],
    ['no influence of cancelled tasks', { succeeded: 1, revoked: 9 }, 1, { success_rate: 100, processed_per_hour: 1 }],
    ['a mean of processing times', { succeeded: 4, processingSeconds: 90 }, 1, { avg_processing_time: 22.5 }],
    [
      'a mean of waits',
      { waits: 4, waitSeconds: 6, longestWaitSeconds: 3 },
      1,
      { avg_wait_time: 1.5, longest_wait_time: 3 },
    ],
    ['ended tasks per hour', { succeeded: 3, failed: 1 }, 0.5, { processed_per_hour: 8 }],
    ['no rate per hour of no time', { succeeded: 3 }, 0, { processed_per_hour: null }],
    ['a quantile of the histogram', { processingBuckets: buckets({ 2: 100 }) }, 1, { p95_processing_time: 1.95 }],
  ])('have %s', (_, given, hours, expected) => expect(taskValues(figures(given), hours)).toMatchObject(expected));

  it('have rates of success, failure and unusable recordings that add up to 100 %', () => {
    fc.assert(
      fc.property(fc.nat(9_999), fc.nat(9_999), fc.nat(9_999), fc.nat(9_999), (succeeded, ours, unusable, retried) => {
        const failed = ours + unusable;
        const values = taskValues(figures({ succeeded, failed, unusable, retried }), 1);
        const { success_rate: success, failure_rate: failure, unusable_recording_rate: bad } = values;
        if (succeeded + failed === 0) expect([success, failure, bad]).toEqual([null, null, null]);
        else expect((success ?? 0) + (failure ?? 0) + (bad ?? 0)).toBeCloseTo(100, 9);
        expect(values.retry_rate ?? 0).toBeLessThanOrEqual(100);
      }),
    );
  });
});
