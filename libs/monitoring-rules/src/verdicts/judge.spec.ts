import { describe, expect, it } from 'vitest';
import { judgeSystem, type Findings, type JudgedAlert } from './judge.js';

const figures = { active_workers: 2, queue_length: 0, redis_memory: 1 };

const alert = (change: Partial<JudgedAlert>): JudgedAlert => ({
  ...{ name: 'slow', severity: 'warning', state: 'firing', display: '60', windowSeconds: null, isSilenced: false },
  ...change,
});

const judge = (change: Partial<Findings> = {}) => judgeSystem({ figures, failure: null, ...change });
const namesOf = (change: Partial<Findings>): string[] => judge(change).reasons.map(({ name }) => name);

describe('the system', () => {
  it.each<[string, Partial<Findings>]>([
    ['nothing is wrong', {}],
    ['no alert fires', { alerts: [alert({ state: 'inactive', severity: 'critical' })] }],
    [
      'what fires is silenced',
      { alerts: [alert({ isSilenced: true }), alert({ state: 'pending', isSilenced: true })] },
    ],
    ['the number of workers is not told', { figures: { queue_length: 0, redis_memory: 1 } }],
  ])('is good when %s', (_, change) => {
    expect(judge(change)).toEqual({ level: 'good', reasons: [] });
  });

  it('is unknown before anything is known', () => {
    expect(judge({ figures: undefined })).toEqual({ level: 'unknown', reasons: [] });
  });

  it.each<[string, Partial<Findings>, string[]]>([
    ['no worker is online', { figures: { ...figures, active_workers: 0 } }, ['noWorker']],
    ['the queue cannot be read', { figures: { ...figures, queue_length: null } }, ['redisUnreachable']],
    ['Redis cannot be read', { figures: { ...figures, redis_memory: null } }, ['redisUnreachable']],
    [
      'Redis takes the workers along',
      { figures: { ...figures, queue_length: null, active_workers: 0 } },
      ['redisUnreachable'],
    ],
    ['the database is away', { failure: 'databaseUnreachable' }, ['databaseUnreachable']],
    ['the monitor is away', { failure: 'monitorUnreachable', figures: undefined }, ['monitorUnreachable']],
    [
      'no worker reaches the ai-service',
      { aiServiceReports: [{ circuit: 'open', up: null }] },
      ['aiServiceUnreachable'],
    ],
  ])('is critical when %s', (_, change, names) => {
    expect(judge(change).level).toBe('critical');
    expect(namesOf(change)).toEqual(names);
  });

  it('is not judged by old figures when they cannot be read anew', () => {
    expect(namesOf({ failure: 'databaseUnreachable', figures: { ...figures, active_workers: 0 } })).toEqual([
      'databaseUnreachable',
    ]);
  });

  it('is not judged by the ai-service or the minutes when there is no worker', () => {
    const minute = { started: 0, succeeded: 0, failed: 0, retried: 9, queue_length: 0, longest_wait_time: null };
    const change = { aiServiceReports: [{ circuit: 'open', up: null } as const], minutes: [minute] };
    expect(namesOf(change)).toEqual(['aiServiceUnreachable', 'nothingSucceeds']);
    expect(namesOf({ ...change, figures: { ...figures, active_workers: 0 } })).toEqual(['noWorker']);
  });
});

describe('an alert', () => {
  it.each([
    ['info', 'warning'],
    ['warning', 'warning'],
    ['critical', 'critical'],
  ] as const)('of severity %s makes the system %s', (severity, level) => {
    expect(judge({ alerts: [alert({ severity })] }).level).toBe(level);
  });

  it('that is about to fire is a warning, however severe it is', () => {
    expect(judge({ alerts: [alert({ state: 'pending', severity: 'critical' })] }).reasons).toEqual([
      { level: 'warning', name: 'alertPending', values: { name: 'slow' } },
    ]);
  });

  it('is told with its value, and with the time that the value is taken over', () => {
    const [now, over] = judge({ alerts: [alert({}), alert({ windowSeconds: 3_600 })] }).reasons;
    expect(now).toEqual({ level: 'warning', name: 'alertFiring', values: { name: 'slow', value: '60' } });
    expect(over).toMatchObject({ name: 'alertFiringOver', values: { window: { seconds: 3_600 } } });
  });

  it('that is worse is told first', () => {
    const alerts = [alert({}), alert({ name: 'dead', severity: 'critical' })];
    expect(judge({ alerts }).reasons.map(({ values }) => values['name'])).toEqual(['dead', 'slow']);
  });
});
