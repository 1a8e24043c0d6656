import { describe, expect, it } from 'vitest';
import { judgeErrors, judgeQueueLength, judgeRedisMemory, judgeSuccessRate, judgeWorkers } from './daily.js';
import { judgeAudit } from './dependencies.js';
import { judgeCapacity, judgePerformance } from './monthly.js';
import { judgeEndpoints, type EndpointAnswer } from './open-endpoints.js';
import { judgeWeekOverWeek } from './weekly.js';

describe('the daily checks', () => {
  it.each([
    [2, 0, 'pass'],
    [1, 1, 'warn'],
    [0, 0, 'fail'],
    [0, 3, 'fail'],
  ])('judge %i online and %i lost workers: %s', (online, lost, outcome) => {
    expect(judgeWorkers(online, lost)).toMatchObject({
      outcome,
      measured: `${online} online, ${lost} offline within the hour`,
    });
  });

  it.each([
    [0, 'pass'],
    [9, 'pass'],
    [10, 'fail'],
    [500, 'fail'],
  ])('judge a queue of %i tasks: %s', (length, outcome) => {
    expect(judgeQueueLength(length)).toMatchObject({ outcome, measured: String(length) });
  });

  it.each([
    [100, 'pass', '100% of 8'],
    [90.1, 'pass', '90.1% of 8'],
    [90, 'fail', '90% of 8'],
    [0, 'fail', '0% of 8'],
    [null, 'pass', 'no task ended'],
  ])('judge a success rate of %s %%: %s', (rate, outcome, measured) => {
    expect(judgeSuccessRate(rate, 8)).toMatchObject({ outcome, measured });
  });

  it.each([
    [[{ usedMemory: 69, maxMemory: 100 }], 'pass'],
    [[{ usedMemory: 70, maxMemory: 100 }], 'fail'],
    [
      [
        { usedMemory: 1, maxMemory: 100 },
        { usedMemory: 90, maxMemory: 100 },
      ],
      'fail',
    ],
    [[{ usedMemory: 10 ** 12, maxMemory: null }], 'pass'],
  ])('judge the fullest Redis of %j: %s', (servers, outcome) => {
    expect(judgeRedisMemory(servers).outcome).toBe(outcome);
  });

  it.each([
    [0, null, 'pass', 'no log files here (--logs); 0 unclassified failures'],
    [0, { files: 4, errors: 0, latest: null }, 'pass', '0 error lines in 4 files; 0 unclassified failures'],
    [1, { files: 4, errors: 0, latest: null }, 'fail', '0 error lines in 4 files; 1 unclassified failures'],
    [0, { files: 1, errors: 2, latest: 'latest: x' }, 'fail', '2 error lines in 1 files; 0 unclassified failures'],
  ])('judge %i unclassified failures and the lines %j: %s', (unforeseen, lines, outcome, measured) => {
    expect(judgeErrors(unforeseen, lines)).toMatchObject({ outcome, measured });
  });

  it('advise to read the latest error line when there is one', () => {
    expect(judgeErrors(0, { files: 1, errors: 1, latest: 'latest: broken' }).advice).toBe('latest: broken');
    expect(judgeErrors(2, null).advice).toBe('read the logs of the workers');
  });
});

describe('the weekly trend', () => {
  it.each([
    [10, 10, 'pass', '+0 %'],
    [10, 8, 'pass', '-20 %'],
    [10, 11.9, 'pass', '+19 %'],
    [10, 12, 'warn', '+20 %'],
    [10, 14.9, 'warn', '+49 %'],
    [10, 15, 'fail', '+50 %'],
  ])('judges %d s followed by %d s: %s', (before, now, outcome, change) => {
    const { measured, ...rest } = judgeWeekOverWeek(before, now);
    expect(rest.outcome).toBe(outcome);
    expect(measured).toContain(change);
    expect(rest.advice === undefined).toBe(outcome === 'pass');
  });

  it.each([
    [null, 5],
    [5, null],
    [null, null],
  ])('passes without figures of both weeks (%s, %s)', (before, now) => {
    expect(judgeWeekOverWeek(before, now)).toMatchObject({ outcome: 'pass' });
    expect(judgeWeekOverWeek(before, now).measured).toContain('too little to compare');
  });
});

describe('the monthly checks', () => {
  it.each([
    [90.1, 60, 'pass'],
    [90, 60, 'fail'],
    [99, 60.1, 'fail'],
    [100, 1, 'pass'],
    [null, 1, 'pass'],
    [100, null, 'pass'],
  ])('judge a success rate of %s %% and a mean of %s s: %s', (success_rate, avg_processing_time, outcome) => {
    const values = { success_rate, avg_processing_time, p95_processing_time: 80 };
    expect(judgePerformance(values, 100).outcome).toBe(outcome);
  });

  it.each([
    // Two slots and a mean of 36 s give 200 tasks per hour.
    [139, 'pass', 'peak 139/h of 200/h (2 slots): 70 %'],
    [140, 'warn', 'peak 140/h of 200/h (2 slots): 70 %'],
    [199, 'warn', 'peak 199/h of 200/h (2 slots): 100 %'],
    [200, 'fail', 'peak 200/h of 200/h (2 slots): 100 %'],
  ])('judge a peak of %i tasks per hour: %s', (peak, outcome, measured) => {
    expect(judgeCapacity({ peak, succeeded: 10, seconds: 360, slots: 2 })).toMatchObject({ outcome, measured });
  });

  it('cannot plan capacity without workers, and pass without finished tasks', () => {
    expect(judgeCapacity({ peak: 1, succeeded: 1, seconds: 1, slots: 0 }).outcome).toBe('fail');
    expect(judgeCapacity({ peak: 1, succeeded: 0, seconds: 0, slots: 2 }).outcome).toBe('pass');
  });

  it.each([
    [{ critical: 1 }, 'fail'],
    [{ high: 1 }, 'fail'],
    [{ moderate: 1 }, 'warn'],
    [{ low: 9 }, 'pass'],
    [{}, 'pass'],
  ])('judge the vulnerabilities %j: %s', (vulnerabilities, outcome) => {
    expect(judgeAudit({ metadata: { vulnerabilities } }).outcome).toBe(outcome);
  });

  it('warn when the registry does not answer', () => {
    expect(judgeAudit({})).toMatchObject({ outcome: 'warn', measured: 'the registry does not answer' });
  });

  const answer = (status: number | null, app = 'monitor'): EndpointAnswer => ({
    ...{ app, method: 'GET', path: '/api/kpis', status },
  });

  it.each([401, 403, 404])('count a route that answers %i as closed', (status) => {
    expect(judgeEndpoints([answer(status)], [])).toEqual({
      outcome: 'pass',
      measured: '1 routes refuse requests without credentials',
    });
  });

  it.each([200, 204, 400, 422, 500])('count a route that answers %i as open', (status) => {
    const judged = judgeEndpoints([answer(401), answer(status)], ['gateway']);
    expect(judged).toMatchObject({ outcome: 'fail', measured: `monitor GET /api/kpis answers ${status}` });
  });

  it('warn about apps that did not answer or could not be called', () => {
    const judged = judgeEndpoints([answer(401), answer(null, 'ai-service'), answer(null, 'ai-service')], ['gateway']);
    expect(judged.outcome).toBe('warn');
    expect(judged.measured).toBe('1 routes refuse requests without credentials; not asked: ai-service, gateway');
  });
});
