import { expect, it } from 'vitest';
import { judge } from './judge.js';
import { isGood, type Outcome } from './outcome.js';
import { renderTable } from './table.js';

const limit = { from: 'strike', ms: 3_000 } as const;
const outcome = (rest: Partial<Outcome>): Outcome => ({
  ...{
    seed: 1,
    fault: 'gateway-killed',
    seconds: 12.4,
    recovers: limit,
    verdict: null,
    skipped: null,
    remarks: [],
    explanations: [],
  },
  ...rest,
});
const rows = [
  ...['a', 'b'].map((taskId) => ({ taskId, status: 'SUCCESS', errorKind: null, results: 1, successesOfAnAttempt: 1 })),
  { taskId: 'c', status: 'FAILURE', errorKind: 'timeout', results: 0, successesOfAnAttempt: 0 },
].map((row) => ({ ...row, attempt: 2, createdAtMs: 0, completedAtMs: 0, attemptsAtMs: [0, 4_200] }));
const accepted = new Map(['a', 'b', 'c'].map((id) => [id, { final: null }]));
const struck = { strikes: [{ struckAtMs: 100, repairedAtMs: 200 }], recovers: limit };
const verdict = judge({ accepted, rows, cached: new Map(), expectedKinds: ['timeout'], loadOverAtMs: 0, ...struck });

it('lists one fault a line, aligned, with a dash where there is nothing to tell', () => {
  const skipped = outcome({ fault: 'audio-store-full', skipped: 'not root' });
  const lines = renderTable([outcome({ verdict }), skipped]).split('\n');
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  expect(lines[0]).toMatch(/^\| fault +\| accepted \| success \| failure \(expected kind\) \|/);
  expect(lines[2]).toMatch(/^\| gateway-killed +\| +3 \| +2 \| +1 \(timeout\) \| +0 \|/);
  expect(lines[2]).toMatch(/\| +4100! \(≤ 3000 from the strike\) \| +12 \|$/);
  expect(lines[3]).toMatch(/^\| audio-store-full +\| +- \|/);
});

it('is good only without remarks and without anything wrong', () => {
  expect(isGood(outcome({ verdict }))).toBe(true);
  expect(isGood(outcome({ skipped: 'not root' }))).toBe(true);
  expect(isGood(outcome({ verdict, remarks: ['POST /analyze answered 500'] }))).toBe(false);
  expect(isGood(outcome({ verdict: { ...verdict, stuck: ['a'] } }))).toBe(false);
});
