import { describe, expect, it } from 'vitest';
import { retryDelaySeconds } from './delivery-schedule.js';

describe('a message that cannot be sent', () => {
  it('is tried again ever more rarely, for about 80 minutes', () => {
    const delays: number[] = [];
    for (let attempts = 1, delay = retryDelaySeconds(1); delay !== null; delay = retryDelaySeconds((attempts += 1))) {
      delays.push(delay);
    }
    expect(delays.slice(0, 8)).toEqual([5, 10, 20, 40, 80, 160, 320, 600]);
    expect(delays).toHaveLength(14);
    expect(delays.reduce((sum, delay) => sum + delay, 0)).toBeLessThan(90 * 60);
  });
});
