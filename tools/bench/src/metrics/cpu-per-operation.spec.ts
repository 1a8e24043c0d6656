import { describe, expect, it } from 'vitest';
import type { Side } from '../system/side.js';
import { costBetween, costFindings, costOf, totalOf, type OperationCost } from './cpu-per-operation.js';

const cost = (gateway: number, postgres: number): OperationCost => ({ gateway, worker: 0, postgres, redis: 0 });

describe('the CPU time of an operation', () => {
  it('is the difference over the number of operations', () => {
    const between = costBetween(cost(100, 50), cost(300, 60), 100);
    expect(between).toEqual(cost(2, 0.1));
    expect(totalOf(between)).toBe(2.1);
  });

  it('is read around the work', async () => {
    const readings = [cost(0, 0), cost(50, 10)];
    const side = { cpuTimes: () => Promise.resolve(readings.shift()) } as unknown as Side;
    const found = await costOf(side, () => Promise.resolve({ operations: 10, answers: 'all' }));
    expect(found).toEqual({ operations: 10, answers: 'all', cost: cost(5, 1) });
  });

  it('is told for the groups that computed something', () => {
    const findings = costFindings('requests', 'submit', [cost(2, 1), cost(3, 1)], [cost(1, 1)]);
    expect(findings.map(({ name }) => name)).toEqual(['submit, gateway', 'submit, postgres']);
    expect(findings[0]).toMatchObject({ values: [2, 3], baseline: [1], unit: 'ms CPU' });
  });
});
