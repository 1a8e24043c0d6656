import { describe, expect, it } from 'vitest';
import { objectiveRules } from './burn-rates.js';
import { objectives } from './objectives.js';

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels: { readonly objective: string; readonly severity?: string };
}
const rules = objectiveRules() as unknown as readonly Rule[];

describe.each(objectives.map(({ name, target }) => ({ name, target })))('the objective $name', ({ name, target }) => {
  const own = rules.filter(({ labels }) => labels.objective === name);

  it('has an urgent alert and one that can wait', () => {
    expect(own.filter(({ alert }) => alert !== undefined).map(({ labels }) => labels.severity)).toEqual([
      'critical',
      'warning',
    ]);
  });

  it('records every share that its alerts compare', () => {
    const recorded = own.flatMap(({ record }) => record ?? []);
    const compared = own.flatMap(({ alert, expr }) =>
      alert === undefined ? [] : [...expr.matchAll(/vocalborn:\w+:\w+/g)],
    );
    expect([...new Set(compared.map(([share]) => share))].toSorted()).toEqual(recorded.toSorted());
  });

  it('can be missed by the rates of its alerts', () => {
    expect(14.4 * (1 - target)).toBeLessThan(1);
  });
});
