import { describe, expect, it } from 'vitest';
import { slowestNextAttempt } from './recovery-time.js';

const strikes = [
  { struckAtMs: 1_000, repairedAtMs: 3_000 },
  { struckAtMs: 9_000, repairedAtMs: 9_500 },
];
const fromStrike = (...starts: number[][]) => slowestNextAttempt(starts, strikes, { from: 'strike' });
const fromRepair = (...starts: number[][]) => slowestNextAttempt(starts, strikes, { from: 'repair' });

describe('the slowest next attempt', () => {
  it('is told for the task that waited longest', () => {
    expect(fromStrike([500, 1_800], [900, 3_400], [8_000, 9_100])).toBe(2_400);
    expect(fromRepair([500, 1_800], [900, 3_400], [8_000, 9_100])).toBe(400);
  });

  it('took no time when it came before the repair', () => {
    expect(fromRepair([500, 1_800])).toBe(0);
  });

  it('counts from an attempt that began while the fault lasted', () => {
    expect(fromStrike([2_000, 2_900])).toBe(900);
    expect(fromRepair([2_000, 4_500])).toBe(1_500);
  });

  it('counts from the first strike that hit the attempt', () => {
    expect(fromStrike([500, 12_000])).toBe(11_000);
  });

  it.each([
    ['that ran once', [500]],
    ['whose first attempt began after the last repair', [9_600, 9_900]],
    ['that was over before a strike', [3_100, 3_300]],
  ])('is not of a task %s', (_, starts) => {
    expect(fromStrike(starts)).toBeNull();
  });
});
