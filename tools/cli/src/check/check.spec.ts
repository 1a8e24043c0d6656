import { describe, expect, it } from 'vitest';
import { readTarget } from '../target.js';
import { answerOf } from './check.js';
import { dailyChecks } from './daily.js';
import { passIf, runChecks, type Check, type Outcome } from './item.js';
import { monthlyChecks } from './monthly.js';
import { weeklyChecks } from './weekly.js';

const target = readTarget(undefined, { VOCALBORN_ENDPOINTS: '/nowhere' });
const options = { backupFolder: '/nowhere' };
const check = (item: string, outcome: Outcome, advice?: string): Check => ({
  ...{ item, threshold: 'wanted' },
  measure: () => Promise.resolve({ measured: 'seen', outcome, ...(advice === undefined ? {} : { advice }) }),
});

describe('a checklist', () => {
  it('measures its items in order', async () => {
    const items = await runChecks([check('a', 'pass'), check('b', 'warn')], target, options);
    expect(items.map(({ item, outcome }) => [item, outcome])).toEqual([
      ['a', 'pass'],
      ['b', 'warn'],
    ]);
  });

  it('fails an item that cannot be measured, and goes on with the next', async () => {
    const broken: Check = { ...check('a', 'pass'), measure: () => Promise.reject(new Error('refused')) };
    const items = await runChecks([broken, check('b', 'pass')], target, options);
    expect(items[0]).toMatchObject({ outcome: 'fail', measured: 'could not be measured: refused' });
    expect(items[1]).toMatchObject({ outcome: 'pass' });
  });

  it.each<[Outcome[], boolean]>([
    [['pass', 'pass'], true],
    [['pass', 'warn'], true],
    [['manual'], true],
    [['pass', 'fail', 'warn'], false],
  ])('with the outcomes %j is ok: %s', async (outcomes, ok) => {
    const items = await runChecks(
      outcomes.map((outcome) => check(outcome, outcome)),
      target,
      options,
    );
    expect(answerOf('daily', items)).toMatchObject({ ok, json: { checklist: 'daily', ok } });
  });

  it('prints a table, the advice, and the number of each outcome', async () => {
    const items = await runChecks([check('Queue', 'fail', 'add workers'), check('Log', 'pass')], target, options);
    expect(answerOf('daily', items).text).toBe(
      [
        '      ITEM   MEASURED  WANTED',
        'FAIL  Queue  seen      wanted',
        'PASS  Log    seen      wanted',
        '',
        'Queue: add workers',
        '',
        '1 pass, 0 warn, 1 fail, 0 manual.',
      ].join('\n'),
    );
  });

  it.each([
    ['daily', dailyChecks, 5],
    ['weekly', weeklyChecks, 5],
    ['monthly', monthlyChecks, 7],
  ])('%s names each item once, with a threshold', (_, checks, count) => {
    expect(new Set(checks.map(({ item }) => item)).size).toBe(count);
    expect(checks.every(({ threshold }) => threshold.length > 0)).toBe(true);
  });

  it('gives advice only for an item that does not pass', () => {
    expect(passIf(true, '1', 'advice')).toEqual({ measured: '1', outcome: 'pass' });
    expect(passIf(false, '1', 'advice')).toEqual({ measured: '1', outcome: 'fail', advice: 'advice' });
    expect(passIf(false, '1')).toEqual({ measured: '1', outcome: 'fail' });
  });
});
