import fc from 'fast-check';
import type { KpiName } from '../kpis/kpis.js';
import { describe, expect, it } from 'vitest';
import { evaluate, tellingFigure } from './evaluate.js';
import { figures } from './fixtures/figures.js';
import { readCondition } from './read-condition.js';

describe('a condition', () => {
  it.each([
    ['queue_length > 50', 51, 'true'],
    ['queue_length > 50', 50, 'false'],
    ['queue_length >= 50', 50, 'true'],
    ['queue_length < 50', 49, 'true'],
    ['queue_length <= 50', 51, 'false'],
    ['queue_length == 0', 0, 'true'],
    ['queue_length != 0', 0, 'false'],
    ['queue_length > 50', null, 'unknown'],
  ] as const)('%s is, at %j, %s', (text, value, verdict) => {
    expect(evaluate(readCondition(text), figures({ queue_length: value }))).toBe(verdict);
  });

  it.each([
    ['queue_length > 5 and active_workers == 0', 'unknown'],
    ['queue_length > 50 and active_workers == 0', 'false'],
    ['queue_length > 5 or active_workers == 0', 'true'],
    ['queue_length > 50 or active_workers == 0', 'unknown'],
  ] as const)('%s is, while the workers cannot be seen, %s', (text, verdict) => {
    expect(evaluate(readCondition(text), figures({ queue_length: 10, active_workers: null }))).toBe(verdict);
  });

  it('with every figure known is what JavaScript makes of it', () => {
    const names = ['queue_length', 'active_workers', 'redis_connections'] as const satisfies readonly KpiName[];
    const part = fc.tuple(fc.constantFrom(...names), fc.constantFrom('>', '>=', '<', '<=', '==', '!='), fc.nat(3));
    const parts = fc.array(fc.tuple(part, fc.constantFrom('and', 'or')), { minLength: 1, maxLength: 5 });
    const values = fc.record({ queue_length: fc.nat(3), active_workers: fc.nat(3), redis_connections: fc.nat(3) });
    fc.assert(
      fc.property(parts, values, (all, known) => {
        const written = all.map(
          ([[name, op, limit], join], index) => `${index ? `${join} ` : ''}${name} ${op} ${limit}`,
        );
        const text = written.join(' ');
        const script = text
          .replaceAll(/[a-z_]+_[a-z]+/g, (name) => String(known[name as keyof typeof known]))
          .replaceAll(' and ', ' && ')
          .replaceAll(' or ', ' || ');
        // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
        const expected = new Function(`return ${script}`)() as boolean;
        expect(evaluate(readCondition(text), figures(known))).toBe(String(expected));
      }),
    );
  });
});

describe('the figure shown beside an alert', () => {
  it('is the one that makes the condition hold', () => {
    const condition = readCondition('queue_length > 50 or failure_rate > 10%');
    expect(tellingFigure(condition, figures({ queue_length: 3, failure_rate: 12 }))).toEqual({
      kpi: 'failure_rate',
      value: 12,
    });
    expect(tellingFigure(condition, figures({}))).toEqual({ kpi: 'queue_length', value: null });
  });
});
