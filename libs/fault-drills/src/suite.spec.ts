import { describe, expect, it } from 'vitest';
import { allFaults } from './all-faults.js';
import { fault } from './fault.js';
import type { Verdict } from './judge.js';
import { isGood, Remarks, type Outcome } from './outcome.js';
import { progressOn } from './progress.js';
import { problems } from './suite.js';
import { renderTable } from './table.js';

const clean: Verdict = {
  ...{
    accepted: 3,
    success: 3,
    failure: 0,
    failuresByKind: {},
    retried: 0,
    longestGapMs: 10,
    slowestNextAttemptMs: null,
  },
  ...{ unexpected: [], lost: [], duplicated: [], stuck: [], disagreeing: [] },
};
const outcome = (verdict: Verdict | null, rest: Partial<Outcome> = {}): Outcome => ({
  ...{ seed: 1, fault: 'f', seconds: 1, recovers: { from: 'repair', ms: 5_000 }, verdict, skipped: null },
  ...{ remarks: [], explanations: [], ...rest },
});

describe('an outcome', () => {
  it.each(['unexpected', 'lost', 'duplicated', 'stuck', 'disagreeing'] as const)('with a %s task is bad', (kind) => {
    const bad = outcome({ ...clean, [kind]: ['t'] });
    expect(isGood(bad)).toBe(false);
    expect(problems(bad)).toEqual([`${kind}: t`]);
    const title = renderTable([bad])
      .split('\n')[0]!
      .split('|')
      .map((cell) => cell.trim());
    const cells = renderTable([bad])
      .split('\n')[2]!
      .split('|')
      .map((cell) => cell.trim());
    expect(cells[title.indexOf(kind)]).toBe('1');
  });

  it.each([
    ['a clean verdict', outcome(clean), true],
    ['an expected failure', outcome({ ...clean, failure: 1, failuresByKind: { file: 1 } }), true],
    ['retries', outcome({ ...clean, retried: 3 }), true],
    ['a skipped fault', outcome(null, { skipped: 'no root' }), true],
    ['a remark', outcome(clean, { remarks: ['x'] }), false],
    ['a remark on a skipped fault', outcome(null, { skipped: 'no root', remarks: ['x'] }), false],
  ])('with %s', (_, each, good) => {
    expect(isGood(each)).toBe(good);
    expect(problems(each)).toEqual([]);
  });

  it('names five tasks of a problem at most', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(problems(outcome({ ...clean, lost: ids }))).toEqual(['lost: a, b, c, d, e, …']);
    expect(problems(outcome({ ...clean, lost: ids.slice(1) }))).toEqual(['lost: b, c, d, e, f']);
  });
});

describe('the faults', () => {
  it.each(allFaults)(
    '$name describes itself and has a valid pause',
    ({ name, what, pauseMs: [least, most], times }) => {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(what.length).toBeGreaterThan(7);
      expect(least).toBeGreaterThan(0);
      expect(most).toBeGreaterThanOrEqual(least);
      expect(times).toBeGreaterThanOrEqual(1);
    },
  );

  it('have the kinds of failure of the retry table', () => {
    const kinds = new Set(allFaults.flatMap(({ expectedKinds }) => expectedKinds));
    expect([...kinds].filter((kind) => !['network', 'ai_service', 'file', 'timeout'].includes(kind))).toEqual([]);
  });

  it('include quick ones of processes, Redis, Postgres and the ai-service', () => {
    const quick = allFaults.filter((each) => each.quick).map(({ name }) => name);
    expect(quick).toEqual(
      expect.arrayContaining(['worker-killed', 'redis-flushed', 'postgres-restarted', 'ai-service-garbage']),
    );
  });

  it('take defaults for what they do not set', () => {
    const inject = () => () => undefined;
    expect(fault('a', 'does a', inject)).toEqual({
      ...{ name: 'a', what: 'does a', inject, expectedKinds: [], load: 'steady', times: 1, pauseMs: [500, 2_000] },
      quick: false,
      topology: 'single',
      recovers: { from: 'repair', ms: 5_000 },
    });
    expect(fault('a', 'does a', inject, { load: 'burst', times: 3 })).toMatchObject({ load: 'burst', times: 3 });
  });
});

describe('remarks', () => {
  it('are counted by their text, in order of their first occurrence', () => {
    const remarks = new Remarks();
    expect(remarks.list()).toEqual([]);
    for (const text of ['b', 'a', 'b', 'b']) remarks.add(text);
    expect(remarks.list()).toEqual(['b (3 times)', 'a']);
  });
});

describe('progress', () => {
  const stream = (isTTY: boolean) => {
    const written: string[] = [];
    const fake = { isTTY, columns: 10, write: (text: string) => written.push(text) };
    return { written, progress: progressOn(fake as unknown as NodeJS.WriteStream) };
  };

  it('overwrites one line on a terminal, cut to its width', () => {
    const { written, progress } = stream(true);
    progress.show('a line that is too long');
    progress.say('done');
    expect(written).toEqual(['\r\u001B[2Ka line th', '\r\u001B[2Kdone\n']);
  });

  it('writes states rarely elsewhere, and lasting lines always', () => {
    const { written, progress } = stream(false);
    progress.show('one');
    progress.show('two');
    progress.say('done');
    progress.say('over');
    expect(written).toEqual(['one\n', 'done\n', 'over\n']);
  });
});
