import { describe, expect, it } from 'vitest';
import { meetsTarget, ratioOf, targetInWords, type Finding, type Target } from './finding.js';

const finding = (values: number[], baseline: number[], target?: Target): Finding => ({
  metric: 'requests',
  name: 'submit',
  unit: 'requests/s',
  values,
  baseline,
  ...(target === undefined ? {} : { target }),
});

describe('a finding', () => {
  it('compares the medians, so that one bad round changes nothing', () => {
    expect(ratioOf(finding([70, 80, 1], [100, 100, 900]))).toBe(0.7);
  });

  it('has no ratio without a baseline', () => {
    expect(ratioOf(finding([70], []))).toBeNaN();
  });
});

describe('a target', () => {
  it.each<[string, Finding, boolean | null]>([
    ['a ratio that is reached', finding([70], [100], { of: 'ratio', atLeast: 0.7 }), true],
    ['a ratio that is missed', finding([69], [100], { of: 'ratio', atLeast: 0.7 }), false],
    ['a ratio within two limits', finding([110], [100], { of: 'ratio', atLeast: 0.8, atMost: 1.2 }), true],
    ['a ratio above both', finding([130], [100], { of: 'ratio', atLeast: 0.8, atMost: 1.2 }), false],
    ['a value below its limit', finding([99], [], { of: 'value', atMost: 100 }), true],
    ['a value that was not measured', finding([], [], { of: 'value', atMost: 100 }), false],
    ['none', finding([1], [1]), null],
  ])('%s', (_, given, expected) => {
    expect(meetsTarget(given)).toBe(expected);
  });

  it('is put into words', () => {
    expect(targetInWords(finding([1], [1], { of: 'ratio', atLeast: 0.8, atMost: 1.2 }))).toBe('≥ 0.8, ≤ 1.2');
    expect(targetInWords({ ...finding([1], [], { of: 'value', atMost: 100 }), unit: 'ms' })).toBe('≤ 100 ms');
    expect(targetInWords(finding([1], []))).toBe('');
  });
});
