import { describe, expect, it } from 'vitest';
import { allFaults, faultsNamed } from './all-faults.js';
import { SeededRandom } from './seeded-random.js';
import { momentsOf } from './strike.js';

describe('the moments at which a fault strikes', () => {
  it.each(allFaults)('of $name are as many as it wants, in order, and while tasks are still to come', (fault) => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const moments = momentsOf(fault, 500, { random: SeededRandom.for(seed, fault.name) });
      expect(moments).toHaveLength(fault.times);
      expect(moments).toEqual(moments.toSorted((a, b) => a - b));
      expect(moments.every((moment) => moment >= 0 && moment < 350)).toBe(true);
    }
  });
});

describe('the faults', () => {
  it('have names of their own', () => {
    expect(new Set(allFaults.map(({ name }) => name)).size).toBe(allFaults.length);
  });

  it('can be chosen, and an unknown one is refused with those there are', () => {
    expect(faultsNamed(['redis-flushed']).map(({ name }) => name)).toEqual(['redis-flushed']);
    expect(() => faultsNamed(['flood'])).toThrow(/no such fault: flood; there are .*redis-flushed/);
  });
});
