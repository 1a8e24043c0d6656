import fc from 'fast-check';
import { kpiNames, kpis } from '../kpis/kpis.js';
import { describe, expect, it } from 'vitest';
import { operators, type Comparison, type Operator } from './condition.js';
import { ConditionError, readCondition } from './read-condition.js';
import { unitFactors } from './units.js';

const operatorNames = Object.keys(operators) as Operator[];

function faultOf(text: string): ConditionError {
  try {
    readCondition(text);
  } catch (error) {
    if (error instanceof ConditionError) return error;
    throw error;
  }
  throw new Error(`${text} was read`);
}

describe('a condition', () => {
  it.each([
    ['queue_length > 50', 'queue_length', '>', 50],
    ['failure_rate > 10%', 'failure_rate', '>', 10],
    ['failure_rate>10.5 %', 'failure_rate', '>', 10.5],
    ['active_workers == 0', 'active_workers', '==', 0],
    ['avg_processing_time > 60s', 'avg_processing_time', '>', 60],
    ['avg_wait_time >= 1500ms', 'avg_wait_time', '>=', 1.5],
    ['longest_wait_time < 2m', 'longest_wait_time', '<', 120],
    ['longest_wait_time != 1h', 'longest_wait_time', '!=', 3600],
    ['redis_memory <= 1.5GB', 'redis_memory', '<=', 1.5 * 1024 ** 3],
    ['redis_memory > 512MiB', 'redis_memory', '>', 512 * 1024 ** 2],
    ['worker_network_io > 125KB/s', 'worker_network_io', '>', 128_000],
    ['processed_per_hour < 5/h', 'processed_per_hour', '<', 5],
    ['redis_qps > 450 /s', 'redis_qps', '>', 450],
    ['redis_memory_usage > 80', 'redis_memory_usage', '>', 80],
  ] as const)('%s', (text, kpi, operator, limit) => {
    expect(readCondition(text)).toEqual([[{ kpi, operator, limit }]]);
  });

  it('joins comparisons, and more tightly by `and` than by `or`', () => {
    const written = 'queue_length > 5 and active_workers < 2 or failure_rate > 10% AND retry_rate > 5%';
    expect(readCondition(written).map((together) => together.map(({ kpi }) => kpi))).toEqual([
      ['queue_length', 'active_workers'],
      ['failure_rate', 'retry_rate'],
    ]);
  });

  it.each([
    ['queue_lenght > 50', 0, 'did you mean `queue_length`?'],
    ['Active_Workers == 0', 0, 'did you mean `active_workers`?'],
    ['xyz > 50', 0, 'the figures are avg_processing_time'],
    ['constructor > 50', 0, 'there is no figure `constructor`'],
    ['queue_length', 12, 'expected >, >=, <, <=, == or !='],
    ['queue_length = 5', 13, 'not `=`'],
    ['queue_length > ', 14, 'expected a number'],
    ['queue_length > many', 15, 'not `many`'],
    ['queue_length > -1', 15, 'not `-`'],
    ['queue_length > 50%', 17, 'is a plain number'],
    ['failure_rate > 10s', 17, 'is given in %, not in `s`'],
    ['avg_processing_time > 60%', 24, 'is given in ms, s, m or h, not in `%`'],
    ['redis_memory > 5KB/s', 16, 'not in `KB/s`'],
    ['redis_qps > 5toString', 13, 'is given in /s'],
    ['queue_length > 5 and', 20, 'expected the name of a figure'],
    ['queue_length > 5 or or', 20, 'there is no figure `or`'],
    ['queue_length > 5 )', 17, 'expected `and`, `or` or the end'],
    ['', 0, 'expected the name of a figure'],
    ['佇列 > 5', 0, 'there is no figure `佇`'],
  ])('%j is refused at %i', (text, offset, reason) => {
    const fault = faultOf(text);
    expect(fault.reason).toContain(reason);
    expect(fault.offset).toBe(offset);
  });

  it('means what it says, however it is spaced', () => {
    const space = fc.constantFrom('', ' ', '  ');
    const comparison = fc
      .tuple(fc.constantFrom(...kpiNames), fc.constantFrom(...operatorNames), fc.nat(9999), fc.nat(), space, space)
      .map(([kpi, operator, number, pick, before, after]) => {
        const units: [string, number][] = [['', 1], ...Object.entries(unitFactors[kpis[kpi].unit])];
        const [unit, factor] = units[pick % units.length]!;
        const meant: Comparison = { kpi, operator, limit: number * factor };
        return { meant, text: `${kpi}${before}${operator}${after}${number}${unit}` };
      });
    const conditions = fc.array(fc.array(comparison, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(conditions, (alternatives) => {
        const text = alternatives.map((all) => all.map((one) => one.text).join(' and ')).join(' or ');
        expect(readCondition(text)).toEqual(alternatives.map((all) => all.map((one) => one.meant)));
      }),
    );
  });

  it('is read or refused within itself, whatever is written', () => {
    const words = fc.constantFrom(
      'queue_length',
      'failure_rate',
      '>',
      '==',
      '5',
      '%',
      's',
      'and',
      'or',
      'KB',
      '/s',
      '佇',
      '!',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((all) => all.join(' ')),
        ),
        (text) => {
          try {
            readCondition(text);
          } catch (error) {
            expect(error).toBeInstanceOf(ConditionError);
            expect((error as ConditionError).offset).toBeLessThanOrEqual(text.length);
          }
        },
      ),
    );
  });
});
