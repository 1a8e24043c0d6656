import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { judgeMinutes, type Minute } from './recent-minutes.js';

const nothing: Minute = {
  started: 0,
  succeeded: 0,
  failed: 0,
  retried: 0,
  queue_length: null,
  longest_wait_time: null,
};

/** One entry a minute, the oldest first. */
const minutes = (...changes: Partial<Minute>[]): Minute[] => changes.map((change) => ({ ...nothing, ...change }));

const namesOf = (...changes: Partial<Minute>[]): string[] => judgeMinutes(minutes(...changes)).map(({ name }) => name);

describe('failed attempts', () => {
  it('are critical after three of them, however many succeeded before', () => {
    expect(judgeMinutes(minutes({ succeeded: 500 }, { retried: 2 }, {}, { failed: 1 }))).toEqual([
      { level: 'critical', name: 'nothingSucceeds', values: { attempts: 3 } },
    ]);
  });

  it('are a warning when none of them is retried, as with recordings that cannot be analysed', () => {
    expect(judgeMinutes(minutes({ failed: 3 }))).toEqual([
      { level: 'warning', name: 'recordingsFail', values: { attempts: 3 } },
    ]);
  });

  it.each<[string, Partial<Minute>[]]>([
    ['there are two of them', [{ succeeded: 1 }, { failed: 2 }]],
    ['a success is in the same minute', [{ failed: 2 }, { failed: 3, succeeded: 9 }]],
    ['nothing happens at all', [{}, {}, {}, {}, {}, {}]],
    ['nothing is known', []],
  ])('are no reason when %s', (_, changes) => {
    expect(namesOf(...changes)).toEqual([]);
  });
});

describe('tasks that are not started', () => {
  const stalled = Array.from({ length: 6 }, (): Partial<Minute> => ({ queue_length: 2 }));

  it('are critical when they waited through five whole minutes', () => {
    expect(judgeMinutes(minutes(...stalled))).toEqual([
      { level: 'critical', name: 'nothingStarts', values: { minutes: 5 } },
    ]);
  });

  it.each<[string, Partial<Minute>[]]>([
    ['only four whole minutes are known', stalled.slice(1)],
    ['the queue was empty in between', stalled.with(3, { queue_length: 0 })],
    ['the queue could not be read in between', stalled.with(3, { queue_length: null })],
    ['one was started in between', stalled.with(2, { queue_length: 2, started: 1 })],
    ['one succeeded in between', stalled.with(2, { queue_length: 2, succeeded: 1 })],
    ['one was started in the present minute', stalled.with(5, { queue_length: 1, started: 1 })],
  ])('are no reason when %s', (_, changes) => {
    expect(namesOf(...changes)).toEqual([]);
  });
});

describe('retries', () => {
  it.each<[Partial<Minute>, string[]]>([
    [{ succeeded: 3, retried: 3 }, ['retriesFrequent']],
    [{ succeeded: 2, failed: 1, retried: 3 }, ['retriesFrequent']],
    [{ succeeded: 4, retried: 3 }, []],
    [{ succeeded: 1, retried: 2 }, []],
  ])('of a minute with %j give %j', (minute, expected) => {
    expect(namesOf(minute)).toEqual(expected);
  });

  it('are counted over five minutes', () => {
    const old = [{ retried: 9, succeeded: 1 }, ...Array.from({ length: 5 }, () => ({ succeeded: 1 }))];
    expect(namesOf(...old)).toEqual([]);
  });

  it('are told as whole percent', () => {
    expect(judgeMinutes(minutes({ succeeded: 2, retried: 4 }))).toEqual([
      { level: 'warning', name: 'retriesFrequent', values: { percent: 67 } },
    ]);
  });
});

describe('waits', () => {
  it.each([
    [300, []],
    [300.4, [{ level: 'warning', name: 'waitLong', values: { time: { seconds: 300 } } }]],
    [301, [{ level: 'warning', name: 'waitLong', values: { time: { seconds: 301 } } }]],
  ])('of %d s give %j', (seconds, expected) => {
    expect(judgeMinutes(minutes({ succeeded: 1, longest_wait_time: seconds }))).toEqual(expected);
  });

  it('of more than five minutes ago are over', () => {
    expect(namesOf({ longest_wait_time: 301 }, {}, {}, {}, {}, {})).toEqual([]);
  });
});

it('gives at most one reason for standing still, and never one without a failure, a retry or a wait', () => {
  const count = fc.nat({ max: 5 });
  const minute = fc.record({
    ...{ started: count, succeeded: count, failed: count, retried: count },
    ...{ queue_length: fc.option(count), longest_wait_time: fc.option(fc.nat({ max: 600 })) },
  });
  fc.assert(
    fc.property(fc.array(minute, { maxLength: 15 }), (given) => {
      const names = judgeMinutes(given).map(({ name }) => name);
      const still = names.filter((name) => ['nothingSucceeds', 'recordingsFail', 'nothingStarts'].includes(name));
      expect(still.length).toBeLessThanOrEqual(1);
      if (still.length === 1) expect(names).toEqual(still);
      const isQuiet = given.every((each) => each.failed + each.retried === 0 && !each.queue_length);
      if (isQuiet) expect(names.filter((name) => name !== 'waitLong')).toEqual([]);
    }),
  );
});
