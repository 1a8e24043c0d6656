import type { Database } from '@vocalborn/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshSchema, insertTask, type RawEvent } from './fixtures/raw-events.js';
import { figuresInSteps, figuresSince, rollUpTaskMinutes, taskValues, type TaskFigures } from './index.js';

let database: Database;
beforeAll(async () => {
  database = await freshSchema();
});
afterAll(() => database.close());
beforeEach(() =>
  database.query('truncate ai_analysis_tasks, ai_analysis_task_events, task_minutes, task_hours cascade'),
);

const thisMinute = Math.floor(Date.now() / 60_000) * 60_000;
const minutesAgo = (minutes: number): Date => new Date(thisMinute - minutes * 60_000);

/** Waited 2 s, took 30 s. */
const succeeded: RawEvent[] = [
  { status: 'PENDING', attempt: 0, at: 0 },
  { status: 'PROCESSING', attempt: 1, at: 2 },
  { status: 'PROCESSING', attempt: 1, at: 10, step: 'measuring' },
  { status: 'SUCCESS', attempt: 1, at: 32 },
];

/** Waited 4 s, failed, was due 30 s later, waited 6 s more, took 20 s. */
const retried: RawEvent[] = [
  { status: 'PENDING', attempt: 0, at: 0 },
  { status: 'PROCESSING', attempt: 1, at: 4 },
  { status: 'RETRY', attempt: 1, at: 5, nextRetryAt: 35 },
  { status: 'PROCESSING', attempt: 2, at: 41 },
  { status: 'SUCCESS', attempt: 2, at: 61 },
];

/** Waited 1 s; its worker was lost, which is no wait in the queue; then it failed for good. */
const failed: RawEvent[] = [
  { status: 'PENDING', attempt: 0, at: 0 },
  { status: 'PROCESSING', attempt: 1, at: 1 },
  { status: 'PROCESSING', attempt: 2, at: 50 },
  { status: 'FAILURE', attempt: 2, at: 55, errorKind: 'network' },
];

/** Waited 1 s; its recording is silent. */
const silent: RawEvent[] = [
  { status: 'PENDING', attempt: 0, at: 0 },
  { status: 'PROCESSING', attempt: 1, at: 1 },
  { status: 'FAILURE', attempt: 1, at: 3, errorKind: 'file' },
];

/** Cancelled, opened again, waited 9 s, took 10 s. */
const rerun: RawEvent[] = [
  { status: 'PENDING', attempt: 0, at: 0 },
  { status: 'REVOKED', attempt: 0, at: 1 },
  { status: 'PENDING', attempt: 1, at: 11 },
  { status: 'PROCESSING', attempt: 2, at: 20 },
  { status: 'SUCCESS', attempt: 2, at: 30 },
];

async function fill(origin: Date): Promise<void> {
  for (const events of [succeeded, retried, failed, rerun]) await insertTask(database, origin, events);
}

/** Added up by hand from the four lists above. */
const byHand: Partial<TaskFigures> = {
  accepted: 5,
  started: 6,
  succeeded: 3,
  failed: 1,
  unusable: 0,
  retried: 1,
  revoked: 1,
  waits: 5,
  waitSeconds: 2 + 4 + 6 + 1 + 9,
  longestWaitSeconds: 9,
  processingSeconds: 30 + 20 + 10,
};

/** What several such minutes add up to. */
function byHandTimes(times: number): Record<string, unknown> {
  const { longestWaitSeconds, ...sums } = byHand;
  const several = Object.entries(sums).map(([name, sum]): [string, number] => [name, times * Number(sum)]);
  return { ...Object.fromEntries(several), longestWaitSeconds };
}

describe('the figures of a window', () => {
  it('are what adding up the raw events by hand gives, rolled up or not', async () => {
    await fill(minutesAgo(1));
    expect(await figuresSince(database, minutesAgo(1))).toMatchObject(byHand);
    await database.query('truncate ai_analysis_tasks, ai_analysis_task_events cascade');
    await fill(minutesAgo(30));
    await rollUpTaskMinutes(database);
    expect(await figuresSince(database, minutesAgo(30))).toMatchObject(byHand);
  });

  it('begin with the minute in which the window begins, and not before', async () => {
    await fill(minutesAgo(30));
    await rollUpTaskMinutes(database);
    const within = await figuresSince(database, new Date(minutesAgo(29).getTime() + 59_000));
    expect(within).toMatchObject({ accepted: 0, succeeded: 1, processingSeconds: 20 });
    expect(within.from).toEqual(minutesAgo(29));
  });

  it('put each success into its bucket', async () => {
    await fill(minutesAgo(10));
    await rollUpTaskMinutes(database);
    const { processingBuckets } = await figuresSince(database, minutesAgo(10));
    expect(processingBuckets.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect([processingBuckets[5], processingBuckets[7], processingBuckets[9]]).toEqual([1, 1, 1]);
  });

  it('are the same however many monitors roll up at once, how often, and after a time in which none did', async () => {
    await fill(minutesAgo(3_000));
    await rollUpTaskMinutes(database);
    await fill(minutesAgo(700));
    await Promise.all([1, 2, 3].map(() => rollUpTaskMinutes(database)));
    await rollUpTaskMinutes(database);
    const before = await database.query('select * from task_minutes order by minute');
    expect(await figuresSince(database, minutesAgo(4_000))).toMatchObject({
      accepted: 10,
      succeeded: 6,
      waitSeconds: 44,
    });
    await rollUpTaskMinutes(database);
    expect(await database.query('select * from task_minutes order by minute')).toEqual(before);
  });

  it('count an event that became visible late', async () => {
    await insertTask(database, minutesAgo(1), succeeded);
    await rollUpTaskMinutes(database);
    await insertTask(database, minutesAgo(1), succeeded);
    await rollUpTaskMinutes(database);
    const rows = await database.query<{ sum: number }>('select sum(succeeded)::int from task_minutes');
    expect(rows).toEqual([{ sum: 2 }]);
  });

  it('survive the tasks that they were added up from', async () => {
    await fill(minutesAgo(60));
    await rollUpTaskMinutes(database);
    await database.query('truncate ai_analysis_tasks, ai_analysis_task_events cascade');
    await insertTask(database, minutesAgo(0), succeeded.slice(0, 1));
    await rollUpTaskMinutes(database);
    expect(await figuresSince(database, minutesAgo(60))).toMatchObject({ succeeded: 3, accepted: 6 });
  });

  it('are the same while no monitor adds them up, never did, or stopped in the middle of a minute', async () => {
    await fill(minutesAgo(2_000));
    await fill(minutesAgo(90));
    expect(await figuresSince(database, minutesAgo(3_000))).toMatchObject(byHandTimes(2));
    await rollUpTaskMinutes(database);
    await database.query('delete from task_minutes where minute > $1', [minutesAgo(90)]);
    await database.query('update task_minutes set accepted = 0 where minute = $1', [minutesAgo(90)]);
    await fill(minutesAgo(30));
    expect(await figuresSince(database, minutesAgo(3_000))).toMatchObject(byHandTimes(3));
    for (const step of [600, 7_200]) {
      const steps = await figuresInSteps(database, minutesAgo(3_000), step);
      expect(steps.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(15);
    }
    expect(await figuresSince(database, minutesAgo(60))).toMatchObject(byHand);
  });

  it('are zero, and no maximum, where nothing happened', async () => {
    expect(await figuresSince(database, minutesAgo(5))).toMatchObject({
      accepted: 0,
      waits: 0,
      longestWaitSeconds: null,
    });
  });
});

describe('the figures of long windows, which are added up from hours', () => {
  it.each([4_000, 1_441, 185, 121, 61, 59, 3])('are those of their minutes: %i minutes ago', async (begin) => {
    for (const minutes of [4_000, 1_440, 183, 120, 60, 31, 4]) await fill(minutesAgo(minutes));
    await rollUpTaskMinutes(database);
    const rows = await database.query<{ succeeded: number; waited: number }>(
      `select sum(succeeded)::int as succeeded, sum(wait_seconds)::float8 as waited from task_minutes where minute >= $1`,
      [minutesAgo(begin)],
    );
    const found = await figuresSince(database, minutesAgo(begin));
    expect([found.succeeded, found.waitSeconds]).toEqual([rows[0]!.succeeded, rows[0]!.waited]);
    const steps = await figuresInSteps(database, minutesAgo(begin), 7_200);
    expect(steps.reduce((sum, step) => sum + step.succeeded, 0)).toBeGreaterThanOrEqual(found.succeeded);
    expect(steps[0]!.at.getTime() % 3_600_000).toBe(0);
  });

  it('know what was added to an hour later', async () => {
    await fill(minutesAgo(130));
    await rollUpTaskMinutes(database);
    await database.query('delete from task_minutes');
    await fill(minutesAgo(125));
    await rollUpTaskMinutes(database);
    expect(await figuresSince(database, minutesAgo(300))).toMatchObject({ succeeded: 6, accepted: 10 });
  });
});

describe('the figures in steps', () => {
  it('add up to those of the window, and show the empty steps', async () => {
    await fill(minutesAgo(30));
    await fill(minutesAgo(4));
    await rollUpTaskMinutes(database);
    const steps = await figuresInSteps(database, minutesAgo(30), 600);
    expect(steps.map((step) => step.at)).toEqual([30, 20, 10, 0].map(minutesAgo));
    expect(steps.map((step) => step.succeeded)).toEqual([3, 0, 3, 0]);
    expect(steps[0]).toMatchObject(byHand);
    expect(steps[1]).toMatchObject({ accepted: 0, longestWaitSeconds: null });
  });
});

/** The two definitions of docs/kpis.md, straight from the events. */
const ratesByEvents = `
  select 100.0::float8 * count(*) filter (where status = 'FAILURE' and error_kind <> 'file') / count(*) as failure,
    100.0::float8 * count(*) filter (where status = 'FAILURE' and error_kind = 'file') / count(*) as unusable
  from ai_analysis_task_events where status in ('SUCCESS', 'FAILURE') and at >= $1`;

describe('failures and unusable recordings', () => {
  it.each([0, 30, 400])('are counted apart, as the events tell: %i minutes ago', async (minutes) => {
    const kinds = ['network', 'ai_service', 'timeout', 'unclassified'];
    const broken = kinds.map((errorKind): RawEvent[] => [{ status: 'FAILURE', attempt: 1, at: 5, errorKind }]);
    const retriedFile: RawEvent[] = [{ status: 'RETRY', attempt: 1, at: 4, errorKind: 'file' }];
    const all = [succeeded, succeeded, ...broken, silent, silent, silent, retriedFile];
    for (const events of all) await insertTask(database, minutesAgo(minutes), events);
    await rollUpTaskMinutes(database);
    const figures = await figuresSince(database, minutesAgo(minutes + 120));
    const [rates] = await database.query<object>(ratesByEvents, [minutesAgo(minutes + 120)]);
    const { failure_rate: failure, unusable_recording_rate: unusable, success_rate: success } = taskValues(figures, 1);
    expect({ failure, unusable }).toEqual(rates);
    expect([figures.failed, figures.unusable, success]).toEqual([7, 3, (100 * 2) / 9]);
    const steps = await figuresInSteps(database, minutesAgo(minutes + 120), 3_600);
    expect(steps.reduce((sum, step) => sum + step.unusable, 0)).toBe(3);
  });
});
