import type { Database } from '@vocalborn/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshSchema, insertTask } from './fixtures/raw-events.js';
import {
  gaugeNames,
  gaugesInSteps,
  longestPresentWait,
  longestProgressLag,
  lookupsInSteps,
  lookupsSince,
  sampleGauges,
  type Gauges,
} from './index.js';

let database: Database;
beforeAll(async () => {
  database = await freshSchema();
});
afterAll(() => database.close());

const gauges = (value: number | null): Gauges =>
  Object.fromEntries(gaugeNames.map((name) => [name, value])) as unknown as Gauges;

describe('sampled gauges', () => {
  it('keep the last sample of a minute and are averaged over steps', async () => {
    await Promise.all([3, 4, 5].map((value) => sampleGauges(database, gauges(value), null)));
    await sampleGauges(database, gauges(7), { runIds: 'a', hits: 1, misses: 1 });
    await database.query(`insert into gauge_minutes (minute, queue_length)
      values (date_trunc('minute', now()) - interval '2 minutes', 10), (date_trunc('minute', now()) - interval '3 minutes', 20)`);
    const steps = await gaugesInSteps(database, new Date(Date.now() - 3 * 60_000), 120);
    expect(steps.map((step) => step.queue_length)).toEqual([15, 7]);
    expect(steps[0]?.redis_qps).toBeNull();
    await database.query('truncate gauge_minutes');
  });
});

describe('look-ups of Redis', () => {
  it('are counted from the last sample before the window, over restarts of the server', async () => {
    await database.query(`insert into gauge_minutes (minute, redis_run_ids, redis_hits, redis_misses)
      select date_trunc('minute', now()) - m * interval '1 minute', run, hits, misses
      from (values (9, 'one', 50, 50), (6, 'one', 100, 60), (4, 'one', 160, 70), (2, 'two', 10, 5)) as s (m, run, hits, misses)`);
    const since = await lookupsSince(database, new Date(Date.now() - 5 * 60_000), {
      runIds: 'two',
      hits: 40,
      misses: 6,
    });
    expect(since).toEqual({ hits: 160 - 100 + 10 + 30, misses: 70 - 60 + 5 + 1 });
  });

  it('have a course, from sample to sample, with nothing where none was taken', async () => {
    const steps = await lookupsInSteps(database, new Date(Date.now() - 6 * 60_000), 120);
    expect(steps.map(({ hits, misses }) => [hits, misses])).toEqual([
      [100 - 50, 60 - 50],
      [160 - 100, 70 - 60],
      [10, 5],
      [0, 0],
    ]);
  });

  it('are unknown when there is nothing to count from', async () => {
    await database.query('truncate gauge_minutes');
    expect(await lookupsSince(database, new Date(), { runIds: 'two', hits: 40, misses: 6 })).toBeNull();
  });
});

/** Makes open tasks of tasks that have ended, as the ledger would have them. */
const open = (taskIds: readonly string[], dueAt: string, running: boolean): Promise<unknown> =>
  database.query(
    `insert into open_tasks (practice_record_id, task_id, due_at, running)
     select practice_record_id, task_id, ${dueAt}, $2 from ai_analysis_tasks where task_id = any($1)`,
    [taskIds, running],
  );

describe('the longest present wait', () => {
  it('is that of a due task, not of a running one nor of one that waits for its retry', async () => {
    expect(await longestPresentWait(database)).toBeNull();
    const [due, later, running] = [
      await insertTask(database, new Date(), []),
      await insertTask(database, new Date(), []),
      await insertTask(database, new Date(), []),
    ];
    await open([due], `now() - interval '40 seconds'`, false);
    await open([later], `now() + interval '1 hour'`, false);
    await open([running], `now() - interval '100 seconds'`, true);
    expect(await longestPresentWait(database)).toBeCloseTo(40, 0);
    await database.query('delete from open_tasks');
  });
});

describe('the longest progress lag', () => {
  it('is that of a running task', async () => {
    expect(await longestProgressLag(database)).toBeNull();
    const [running, waiting] = [await insertTask(database, new Date(), []), await insertTask(database, new Date(), [])];
    await database.query(`update ai_analysis_tasks set updated_at = now() - interval '25 seconds' where task_id = $1`, [
      running,
    ]);
    await open([running], 'now()', true);
    await open([waiting], `now() - interval '1 hour'`, false);
    expect(await longestProgressLag(database)).toBeCloseTo(25, 0);
  });
});
