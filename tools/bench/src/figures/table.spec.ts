import { describe, expect, it } from 'vitest';
import type { Finding } from './finding.js';
import { missedTargets, tableOf } from './table.js';

const submit: Finding = {
  metric: 'requests',
  name: 'submit',
  unit: 'requests/s',
  values: [700, 650, 800],
  baseline: [1000, 990, 1010],
  target: { of: 'ratio', atLeast: 0.75 },
};
const memory: Finding = { metric: 'memory', name: 'gateway', unit: 'MiB', values: [81.25], baseline: [] };

describe('the table', () => {
  it('has a line for each figure, with medians, spread, ratio and verdict', () => {
    const [, , first, second] = tableOf([submit, memory]).split('\n');
    expect(first).toBe('| requests: submit | requests/s | 700 | 650–800 | 1,000 | 990–1,010 | 0.70 | ≥ 0.75 | MISS |');
    expect(second).toBe('| memory: gateway | MiB | 81.3 |  |  |  |  |  |  |');
  });

  it('has no ratio to a baseline that costs nothing', () => {
    const [, , line] = tableOf([{ ...memory, baseline: [0] }]).split('\n');
    expect(line).toBe('| memory: gateway | MiB | 81.3 |  | 0 |  |  |  |  |');
  });

  it('is followed by the targets that were missed', () => {
    expect(missedTargets([submit, memory])).toEqual(['requests: submit (target ≥ 0.75)']);
    expect(missedTargets([{ ...submit, target: { of: 'ratio', atLeast: 0.7 } }])).toEqual([]);
  });
});
