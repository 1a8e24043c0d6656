import { describe, expect, it } from 'vitest';
import { threadsThatFit, usableCores } from './usable-machine.js';

const files = (all: Readonly<Record<string, string>>) => (path: string) => all[path] ?? null;

describe('the cores that a process may use', () => {
  it.each([
    ['200000 100000', 2],
    ['250000 100000', 2],
    ['50000 100000', 1],
    ['3200000 100000', 16],
    ['max 100000', 16],
  ])('are, with the limit "%s" of 16 cores, %i', (limit, cores) => {
    expect(usableCores(files({ '/sys/fs/cgroup/cpu.max': limit }), 16)).toBe(cores);
  });

  it.each([
    ['300000', 3],
    ['-1', 16],
  ])('are, with the quota %s of the first version, %i', (quota, cores) => {
    const folder = '/sys/fs/cgroup/cpu';
    const all = { [`${folder}/cpu.cfs_quota_us`]: quota, [`${folder}/cpu.cfs_period_us`]: '100000' };
    expect(usableCores(files(all), 16)).toBe(cores);
  });

  it('are those of the machine where the kernel tells no limit', () => {
    expect(usableCores(files({}), 16)).toBe(16);
  });
});

describe('the threads that fit into the memory', () => {
  it.each([
    [3 * 2 ** 30, 2],
    [2 ** 30, 1],
    [8 * 2 ** 30, 6],
    [0, Number.POSITIVE_INFINITY],
    [2 ** 63, Number.POSITIVE_INFINITY],
  ])('with 1 GiB each and a limit of %i bytes are %d', (limit, threads) => {
    expect(threadsThatFit(1_024, limit)).toBe(threads);
  });
});
