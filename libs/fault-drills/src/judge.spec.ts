import { describe, expect, it } from 'vitest';
import { isClean, judge, type Evidence, type TaskRow } from './judge.js';

const row = (taskId: string, rest: Partial<TaskRow> = {}): TaskRow => ({
  ...{ taskId, status: 'SUCCESS', errorKind: null, attempt: 1, results: 1, successesOfAnAttempt: 1 },
  ...{ createdAtMs: 0, completedAtMs: 0, attemptsAtMs: [0] },
  ...rest,
});
const failed = (taskId: string, errorKind: string): TaskRow =>
  row(taskId, { status: 'FAILURE', errorKind, results: 0, successesOfAnAttempt: 0 });
const seen = (...ids: string[]): Evidence['accepted'] => new Map(ids.map((id) => [id, { final: null }]));
const evidence = (rest: Partial<Evidence>): Evidence => ({
  ...{ accepted: seen(), rows: [], cached: new Map<string, string>(), expectedKinds: [], loadOverAtMs: 1_000 },
  ...{ strikes: [], recovers: { from: 'repair', ms: 5_000 } },
  ...rest,
});

describe('the verdict', () => {
  it('is clean when every accepted task succeeded once', () => {
    const verdict = judge(evidence({ accepted: seen('a', 'b'), rows: [row('a'), row('b')] }));
    expect(verdict).toMatchObject({ accepted: 2, success: 2, failure: 0, retried: 0 });
    expect(isClean(verdict)).toBe(true);
  });

  it('calls an accepted task without a row lost', () => {
    expect(judge(evidence({ accepted: seen('a', 'b'), rows: [row('a')] })).lost).toEqual(['b']);
  });

  it('counts tasks that nobody got an answer for', () => {
    const rows = [row('a'), row('unanswered', { status: 'PENDING', completedAtMs: null, results: 0 })];
    expect(judge(evidence({ accepted: seen('a'), rows })).stuck).toEqual(['unanswered']);
  });

  it('tells failures of an expected kind from others', () => {
    const rows = [failed('a', 'timeout'), failed('b', 'unclassified'), row('c', { status: 'REVOKED', results: 0 })];
    const verdict = judge(evidence({ rows, expectedKinds: ['timeout'] }));
    expect(verdict).toMatchObject({ failure: 1, failuresByKind: { timeout: 1, unclassified: 1 } });
    expect(verdict.unexpected).toEqual(['b', 'c']);
  });

  it.each([
    ['two results', row('a', { results: 2 })],
    ['two successes under one attempt', row('a', { successesOfAnAttempt: 2 })],
    ['a success without a result', row('a', { results: 0 })],
    ['a failure with a result', row('a', { status: 'FAILURE', errorKind: 'file' })],
  ])('calls %s duplicated', (_, wrong) => {
    expect(judge(evidence({ rows: [wrong], expectedKinds: ['file'] })).duplicated).toEqual(['a']);
  });

  it('holds the cache, and what clients were told, against the ledger', () => {
    const cached = new Map([
      ['a', 'PROCESSING'],
      ['b', 'SUCCESS'],
    ]);
    const accepted = new Map([
      ['b', { final: 'SUCCESS' }],
      ['c', { final: 'FAILURE' }],
      ['d', { final: 'SUCCESS' }],
    ]);
    const rows = [row('a'), row('b'), row('c'), row('d', { status: 'PENDING', results: 0, completedAtMs: null })];
    expect(judge(evidence({ accepted, rows, cached })).disagreeing).toEqual(['a', 'c', 'd']);
  });

  it('measures the longest time in which nothing was completed', () => {
    const rows = [900, 100, 5_000, 1_000].map((completedAtMs, index) => row(String(index), { completedAtMs }));
    expect(judge(evidence({ rows })).longestGapMs).toBe(4_000);
    const late = [7_000, 7_100].map((completedAtMs, index) => row(String(index), { completedAtMs, createdAtMs: 500 }));
    expect(judge(evidence({ rows: late })).longestGapMs).toBe(6_500);
    const after = row('after', { createdAtMs: 1_001, completedAtMs: 60_000 });
    expect(judge(evidence({ rows: [...rows, after] })).longestGapMs).toBe(4_000);
    expect(judge(evidence({})).longestGapMs).toBe(0);
  });
});
