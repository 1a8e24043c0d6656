import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { coresAvailable, memoryLimitBytes, networkBytes, Rate } from './host-figures.js';

const table = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 9000 10 0 0 0 0 0 0 9000 10 0 0 0 0 0 0
  eth0: 1000 5 0 0 0 0 0 0 234 4 0 0 0 0 0 0
  eth1:1 5 0 0 0 0 0 0 2 4 0 0 0 0 0 0
`;

describe('the figures of a host', () => {
  it('leave the loopback device out of the traffic', () => {
    expect(networkBytes(() => table)).toBe(1000 + 234 + 1 + 2);
    expect(networkBytes(() => null)).toBeNull();
  });

  it('take the limits of a container before those of the machine', () => {
    expect(memoryLimitBytes(500, 1_000)).toBe(500);
    expect(memoryLimitBytes(0, 1_000)).toBe(1_000);
    expect(memoryLimitBytes(2 ** 63, 1_000)).toBe(1_000);
    expect(coresAvailable(() => '150000 100000\n')).toBe(1.5);
    expect(coresAvailable(() => 'max 100000\n')).toBe(availableParallelism());
    expect(coresAvailable(() => null)).toBe(availableParallelism());
  });

  it('turn a counter into a rate that a restart of the counter does not make negative', async () => {
    const readings = [100, 600, 5];
    const rate = new Rate(() => readings.shift() ?? null);
    await new Promise((resolve) => setImmediate(resolve));
    expect(rate.perSecond()).toBeGreaterThan(0);
    expect(rate.perSecond()).toBe(0);
    expect(rate.perSecond()).toBeNull();
  });
});
