import { connectDatabase, Database, migrate, seed, seedIds } from '@vocalborn/database';
import { freshDatabase, waitFor } from '@vocalborn/system-harness';
import { acceptTask, type HistoryEntry } from '@vocalborn/task-ledger';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EventTail } from './event-tail.js';

const taskId = randomUUID();
let database: Database;
beforeAll(async () => {
  database = await connectDatabase({ url: await freshDatabase(), poolSize: 4, applicationName: 'spec' });
  await migrate(database);
  await seed(database);
  const caller = { userId: seedIds.patient, role: 'patient' } as const;
  const practiceRecordId = seedIds.chineseRecord;
  await acceptTask(database, { taskId, caller, practiceRecordId, params: {}, idempotency: null });
});
afterAll(() => database.close());

let events: HistoryEntry[];
let tail: EventTail;
const follow = (everyMs: number, from: Database = database): EventTail => {
  tail = new EventTail({
    database: from,
    everyMs,
    onEvent: (event) => events.push(event),
    onError: () => undefined,
  });
  return tail;
};
beforeEach(() => (events = []));
afterEach(() => tail.stop());

/** Statement that adds a step with this progress to the history of the task. */
const step = (progress: number): string =>
  `insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
   values ('${taskId}', 1, 'PROCESSING', ${progress}, 'initialising')`;
const told = (): number[] => events.map(({ progress }) => progress);
const untilTold = (...expected: number[]): Promise<unknown> =>
  waitFor(() => told().join() === expected.join(), { what: `the steps ${expected.join()}` });

describe('the tail of the history', () => {
  it('tells what happens after it began, with the owner and the record, and nothing before', async () => {
    await database.query(step(1));
    follow(10).start();
    await tail.catchUp();
    await database.query(step(2));
    await untilTold(2);
    expect(events[0]).toMatchObject({
      ...{ taskId, userId: seedIds.patient, practiceRecordId: seedIds.chineseRecord, status: 'PROCESSING' },
      isLate: false,
    });
    expect(tail.position).toEqual({ last: Number(events[0]?.eventId), missing: [] });
  });

  it('tells an event whose transaction was under way when it began', async () => {
    const client = await database.pool.connect();
    await client.query('begin');
    await client.query(step(3));
    await database.query(step(4));
    follow(10).start();
    await tail.catchUp();
    expect(tail.position.missing).toHaveLength(1);
    await client.query('commit');
    client.release();
    await untilTold(3);
    expect(tail.position.missing).toEqual([]);
  });

  it('tells at once what is committed, when it is asked to catch up', async () => {
    await follow(60_000).catchUp();
    await database.query(step(5));
    await Promise.all([tail.catchUp(), tail.catchUp()]);
    expect(told()).toEqual([5]);
  });

  it('does not begin while Postgres is away', async () => {
    const away = { url: 'postgres://postgres@127.0.0.1:1/none', poolSize: 1, applicationName: 'spec' };
    await expect(follow(60_000, new Database(away)).catchUp()).rejects.toThrow();
  });
});
