import { Command } from 'commander';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { CommandError } from '../failures.js';
import { outcomeOf } from './bulk.js';
import { namesAny, queryOf, readState, withFilters, type TaskFilterOptions } from './filter.js';
import { mayUndergo, readCount, taskTable } from './tasks.js';

const id = '50fe823a-53b3-4f35-811f-19e4e013c931';

describe('the options that select tasks', () => {
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-31T12:00:00Z') });
    return () => void vi.useRealTimers();
  });

  it.each<[TaskFilterOptions, object]>([
    [{}, {}],
    [{ state: 'FAILURE' }, { state: 'FAILURE' }],
    [
      { worker: 'w@h', errorKind: 'network' },
      { worker: 'w@h', error_kind: 'network' },
    ],
    [
      { user: id, search: '50fe' },
      { user_id: id, search: '50fe' },
    ],
    [{ since: '90m' }, { created_from: '2026-01-31T10:30:00.000Z' }],
    [{ since: '12h' }, { created_from: '2026-01-31T00:00:00.000Z' }],
    [{ before: '7d' }, { created_before: '2026-01-24T12:00:00.000Z' }],
    [{ before: '0s' }, { created_before: '2026-01-31T12:00:00.000Z' }],
    [{ since: '2026-01-31T08:00Z' }, { created_from: '2026-01-31T08:00:00.000Z' }],
    [{ since: '2026-01-31T08:00+08:00' }, { created_from: '2026-01-31T00:00:00.000Z' }],
    [{ since: '2025' }, { created_from: '2025-01-01T00:00:00.000Z' }],
  ])('%j become the query %j', (options, query) => {
    expect(queryOf(options)).toEqual(query);
    expect(namesAny(options)).toBe(Object.keys(query).length > 0);
  });

  it.each(['yesterday', '7w', '2026-13-01', '-1h', '1.5h', ''])('refuse the time "%s"', (since) => {
    expect(() => queryOf({ since })).toThrow(CommandError);
  });

  it.each([
    ['failure', 'FAILURE'],
    ['Retry', 'RETRY'],
    ['REVOKED', 'REVOKED'],
  ])('read the state %s as %s', (text, state) => {
    expect(readState(text)).toBe(state);
  });

  it('refuse an unknown state and name the states', () => {
    expect(() => readState('done')).toThrow(expect.objectContaining({ hint: expect.stringContaining('PROCESSING') }));
  });

  it.each([
    [['--state', 'success', '--worker', 'w'], { state: 'SUCCESS', worker: 'w' }],
    [['--error-kind', 'timeout', '--since', '1h'], { errorKind: 'timeout', since: '1h' }],
    [['--user', id, '--before', '2026-01-01', '--search', 'x'], { user: id, before: '2026-01-01', search: 'x' }],
  ])('are parsed from %j', (args, options) => {
    expect(withFilters(new Command()).parse(args, { from: 'user' }).opts()).toEqual(options);
  });

  it.each([['--error-kind', 'lazy'], ['--colour', 'red'], ['--state']])('reject the arguments %j', (...args) => {
    const command = withFilters(new Command())
      .exitOverride()
      .configureOutput({ writeErr: () => undefined });
    expect(() => command.parse(args, { from: 'user' })).toThrow();
  });
});

describe('a number of tasks', () => {
  it.each([
    ['1', 1],
    ['50', 50],
    ['1e3', 1_000],
  ])('is read from %s', (text, count) => expect(readCount(text)).toBe(count));

  it.each(['0', '-1', '1.5', 'many', ''])('is not read from "%s"', (text) => {
    expect(() => readCount(text)).toThrow('whole number from 1');
  });
});

describe('acting on tasks', () => {
  it('prints the outcome for each task, and fails unless all were done', () => {
    const results = [
      { task_id: 'a', done: true, code: null, reason: null },
      { task_id: 'b', done: false, code: 'task-ended', reason: 'the task has ended or is not known' },
    ];
    expect(outcomeOf('revoke', results)).toEqual({
      ok: false,
      json: { action: 'revoke', done: 1, results },
      text: [
        'TASK  OUTCOME        REASON',
        'a     cancelled      -',
        'b     not cancelled  the task has ended or is not known',
        '1 of 2 tasks cancelled.',
      ].join('\n'),
    });
  });

  it.each([
    ['revoke', 'cancelled'],
    ['retry', 'queued again'],
  ] as const)('is done when no task was selected (%s)', (action, word) => {
    expect(outcomeOf(action, [])).toMatchObject({ ok: true, text: `0 of 0 tasks ${word}.` });
  });

  it('is possible for each state by at most one action', () => {
    const states = ['PENDING', 'PROCESSING', 'RETRY', 'SUCCESS', 'FAILURE', 'REVOKED'];
    const actions = states.map((state) =>
      (['revoke', 'retry'] as const).filter((action) => (mayUndergo[action] as ReadonlySet<string>).has(state)),
    );
    expect(actions).toEqual([['revoke'], ['revoke'], ['revoke'], [], ['retry'], ['retry']]);
  });
});

describe('the table of tasks', () => {
  it('shows a dash for what a waiting task does not have', () => {
    const row = {
      ...{ task_id: id, state: 'PENDING', progress: 0, current_step_en: 'Waiting in the queue', worker: null },
      ...{ retry_count: 0, error: null, created_at: '2026-01-31T08:00:00.123Z' },
    };
    const [head = '', line = ''] = taskTable([row as unknown as Parameters<typeof taskTable>[0][number]]).split('\n');
    expect(head.split(/ {2,}/)[0]).toBe('TASK');
    expect(line.split(/ {2,}/)).toEqual([
      ...[id, 'PENDING', '0', 'Waiting in the queue', '-', '0', '-', '2026-01-31 08:00:00'],
    ]);
  });

  it('says so when no task matches', () => expect(taskTable([])).toBe('(none)'));
});
