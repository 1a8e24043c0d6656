import { CommanderError, type Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { databaseUrl, reasonOf } from './connections.js';
import { drillText } from './drill.js';
import { lineOf, readEventId } from './events.js';
import { exitStatus, failed, unreachable, wrongUse } from './failures.js';
import { texts } from './inspect.js';
import { buildProgram } from './main.js';
import { MonitorClient } from './monitor-client.js';

const quiet = (command: Command): void => {
  command.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  command.commands.forEach(quiet);
};

/** What commander throws for the arguments, without running a verb. */
async function refusalOf(args: readonly string[]): Promise<CommanderError | null> {
  const program = buildProgram();
  quiet(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return null;
  } catch (error) {
    if (error instanceof CommanderError) return error;
    throw error;
  }
}

describe('the command line', () => {
  it('has the verbs of the documentation', () => {
    const verbs = buildProgram().commands.flatMap((verb) =>
      verb.commands.length === 0 ? [verb.name()] : verb.commands.map((part) => `${verb.name()} ${part.name()}`),
    );
    expect(verbs.toSorted()).toEqual([
      ...[
        'backup',
        'check daily',
        'check monthly',
        'check weekly',
        'doctor',
        'drill restore',
        'events',
        'inspect active',
      ],
      ...['inspect ping', 'inspect reserved', 'inspect stats', 'queue length', 'queue pause', 'queue purge'],
      ...['queue resume', 'report'],
      ...['restore', 'results purge', 'status', 'tasks cancel', 'tasks list', 'tasks retry', 'tasks show'],
    ]);
  });

  it('describes every verb and every option', () => {
    const visit = (command: Command): void => {
      expect(command.description(), command.name()).not.toBe('');
      for (const option of command.options) expect(option.description, option.flags).not.toBe('');
      command.commands.forEach(visit);
    };
    visit(buildProgram());
  });

  it.each([
    [['bogus'], 'commander.unknownCommand'],
    [['tasks', 'list', '--bogus'], 'commander.unknownOption'],
    [['tasks', 'list', '--limit', '0'], 'commander.invalidArgument'],
    [['tasks', 'list', '--order', 'random'], 'commander.invalidArgument'],
    [['tasks', 'show'], 'commander.missingArgument'],
    [['events', '--after', 'soon'], 'commander.invalidArgument'],
    [['events', '--count', '1.5'], 'commander.invalidArgument'],
    [['report', '--format', 'pdf'], 'commander.invalidArgument'],
    [['backup', '/backups', '--keep-days', '0'], 'commander.invalidArgument'],
  ])('refuses %j', async (args, code) => {
    const refusal = await refusalOf(args);
    expect(refusal?.code).toBe(code);
    expect(refusal?.exitCode).not.toBe(0);
  });

  it('succeeds for --help', async () => expect((await refusalOf(['--help']))?.exitCode).toBe(0));
});

describe('a refusal of the monitor', () => {
  const client = new MonitorClient({ VOCALBORN_MONITOR_URL: 'http://monitor:5555/', authorization: 'Bearer x' });

  it.each([
    [0, exitStatus.unreachable, 'the monitor at http://monitor:5555 does not answer', /--monitor/],
    [400, exitStatus.wrongUse, 'the monitor refuses: why', /^$/],
    [401, exitStatus.wrongUse, 'the monitor refuses: why', /VOCALBORN_TOKEN/],
    [403, exitStatus.wrongUse, 'the monitor refuses: why', /MONITOR_BASIC_AUTH/],
    [404, exitStatus.failed, 'the monitor refuses: why', /^$/],
    [409, exitStatus.failed, 'the monitor refuses: why', /^$/],
    [500, exitStatus.unreachable, 'the monitor refuses: why', /doctor/],
    [503, exitStatus.unreachable, 'the monitor refuses: why', /doctor/],
  ])('with %i gives exit status %i', (status, expected, message, hint) => {
    const error = client.refusal({ status, detail: 'why' });
    expect(error).toMatchObject({ status: expected, message });
    expect(error.hint).toMatch(hint);
  });

  it('is avoided by sending the credentials of the operator', () => {
    expect(client.headers).toEqual({ Authorization: 'Bearer x' });
    const anonymous = new MonitorClient({ VOCALBORN_MONITOR_URL: 'http://m', authorization: null });
    expect(anonymous.headers).toEqual({});
  });
});

describe('the reason of an error', () => {
  it.each([
    ['a plain error', new Error('refused'), 'refused'],
    ['an error with causes', new Error('a', { cause: new Error('b', { cause: new Error('c') }) }), 'a: b: c'],
    ['an error whose cause is no error', new Error('a', { cause: 'b' }), 'a'],
    ['several errors', new AggregateError([new Error('a'), new Error('b')]), 'a; b'],
    ['several errors with a message', new AggregateError([new Error('a')], 'all failed'), 'all failed'],
    ['a text', 'gone', 'gone'],
    ['nothing', undefined, 'undefined'],
  ])('of %s', (_, error, reason) => expect(reasonOf(error)).toBe(reason));
});

describe('exit statuses', () => {
  it('differ for each kind of failure', () => {
    expect([failed, wrongUse, unreachable].map((make) => make('x').status)).toEqual([1, 2, 3]);
  });

  it('call a missing DATABASE_URL wrong use', () => {
    expect(() => databaseUrl({})).toThrow(expect.objectContaining({ status: exitStatus.wrongUse }));
    expect(databaseUrl({ DATABASE_URL: 'postgres://a/b' })).toBe('postgres://a/b');
  });
});

describe('an event', () => {
  const event = {
    ...{ at: '2026-11-25T21:54:32.123Z', task_id: 't', attempt: 1, progress: 40, current_step_en: 'Measuring' },
    ...{ worker: 'w@h', error: null, state: 'PROCESSING' },
  } as unknown as Parameters<typeof lineOf>[0];

  it('is one line with its time, state, progress, step and worker', () => {
    expect(lineOf(event)).toBe('2026-11-25 21:54:32  t  PROCESSING  40 %  Measuring  w@h');
  });

  it('omits the worker of a waiting task', () => {
    const waiting = { ...event, worker: null, state: 'PENDING', progress: 0, current_step_en: 'Waiting' };
    expect(lineOf(waiting as typeof event)).toBe('2026-11-25 21:54:32  t  PENDING      0 %  Waiting');
  });

  it('ends with its error', () => {
    const error = { kind: 'network', message: 'cut' };
    expect(lineOf({ ...event, error } as typeof event)).toMatch(/ {2}w@h {2}network: cut$/);
  });

  it.each(['0', '17', '999999999999999'])('can be named by the number %s', (text) =>
    expect(readEventId(text)).toBe(text),
  );

  it.each(['', '-1', '1.5', 'last', '1000000000000000'])('cannot be named by "%s"', (text) => {
    expect(() => readEventId(text)).toThrow('number of an event');
  });
});

describe('the replies of workers', () => {
  it('to ping show who does not answer', () => {
    expect(texts.ping({ 'a@h': 'pong', 'b@h': null })).toBe('WORKER  ANSWER\na@h     pong\nb@h     does not answer');
  });

  it('to reserved list one task per line', () => {
    expect(texts.reserved({ a: ['t1', 't2'], b: [], c: null })).toBe('WORKER  RESERVED TASK\na       t1\na       t2');
    expect(texts.reserved({ a: [] })).toBe('(none)');
  });

  it('to stats list the figures of each worker', () => {
    const stats = { 'a@h': { pid: 7, loads: [1, 2], circuit: null, name: 'a' }, 'b@h': null };
    expect(texts.stats(stats)).toBe(
      'a@h\n  pid      7\n  loads    [1,2]\n  circuit  -\n  name     a\n\nb@h\n  does not answer',
    );
  });
});

describe('the outcome of a drill', () => {
  const outcome = {
    ...{ ok: true, folder: null, seconds: { backup: 0.52, restore: 1 } },
    tables: [{ table: 'users', rows: 3, restored: 3, same: true }],
  };

  it('shows the rows of each table and the times', () => {
    expect(drillText(outcome)).toBe(
      [
        'TABLE  ROWS  RESTORED  CHECKSUM',
        'users     3         3  same',
        '',
        'Backup 0.5 s, restore 1.0 s.',
        'Every table was restored unchanged.',
      ].join('\n'),
    );
  });

  it('marks tables that differ or are missing', () => {
    const broken = { table: 'tasks', rows: 3, restored: null, same: false };
    const text = drillText({ ...outcome, ok: false, folder: '/kept', tables: [broken] });
    expect(text).toMatch(/tasks +3 +- +DIFFERENT/);
    expect(text).toContain('The backup is in /kept.');
    expect(text).toContain('The restored database DIFFERS from the backup.');
  });
});
