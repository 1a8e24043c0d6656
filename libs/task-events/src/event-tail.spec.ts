import { connectDatabase, migrate, seed, seedIds, type Database } from '@vocalborn/database';
import { freshDatabase, waitFor } from '@vocalborn/system-harness';
import { acceptTask, type HistoryEntry } from '@vocalborn/task-ledger';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EventTail } from './event-tail.js';

let database: Database;
beforeAll(async () => {
  database = await connectDatabase({ url: await freshDatabase(), poolSize: 4, applicationName: 'spec' });
  await migrate(database);
  await seed(database);
});
afterAll(() => database.close());

let events: HistoryEntry[];
let tail: EventTail;
beforeEach(() => {
  events = [];
  tail = new EventTail({ database, everyMs: 10, onEvent: (event) => events.push(event), onError: () => undefined });
});
afterEach(() => tail.stop());

async function task(): Promise<string> {
  const [taskId, practiceRecordId] = [randomUUID(), randomUUID()];
  await database.query(
    `insert into practice_records (practice_record_id, user_id, sentence_id, record_status, audio_key)
     values ($1, $2, $3, 'recorded', 'recordings/x.wav')`,
    [practiceRecordId, seedIds.patient, seedIds.chineseSentence],
  );
  const caller = { userId: seedIds.patient, role: 'patient' } as const;
  await acceptTask(database, { taskId, caller, practiceRecordId, params: {}, idempotency: null });
  return taskId;
}

const begin = async (): Promise<void> => {
  tail.start();
  await tail.catchUp();
};
const told = (taskId: string): Promise<unknown> =>
  waitFor(() => events.some((event) => event.taskId === taskId), { what: 'the event' });

describe('the tail of the history', () => {
  it('tells what happens after it began, with the owner and the record, and nothing before', async () => {
    await task();
    await begin();
    const taskId = await task();
    await told(taskId);
    expect(events).toEqual([expect.objectContaining({ taskId, userId: seedIds.patient, status: 'PENDING' })]);
    expect(events[0]?.practiceRecordId).toMatch(/^[\da-f-]{36}$/);
    expect(tail.position).toEqual({ last: Number(events[0]?.eventId), missing: [] });
  });

  it('tells an event whose transaction was under way when it began', async () => {
    const early = await task();
    const client = await database.pool.connect();
    await client.query('begin');
    await client.query(
      `insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
       values ($1, 1, 'PROCESSING', 7, 'initialising')`,
      [early],
    );
    await task();
    await begin();
    expect(tail.position.missing).toHaveLength(1);
    await client.query('commit');
    client.release();
    await told(early);
    expect(events).toEqual([expect.objectContaining({ taskId: early, progress: 7 })]);
    expect(tail.position.missing).toEqual([]);
  });

  it('tells at once what is committed, when it is asked to catch up', async () => {
    const slow = new EventTail({
      database,
      everyMs: 60_000,
      onEvent: (event) => events.push(event),
      onError: () => undefined,
    });
    await slow.catchUp();
    const taskId = await task();
    await Promise.all([slow.catchUp(), slow.catchUp()]);
    expect(events.map((event) => event.taskId)).toEqual([taskId]);
    await slow.stop();
  });

  it('does not begin while Postgres is away', async () => {
    const away = { url: 'postgres://postgres@127.0.0.1:1/none', poolSize: 1, applicationName: 'spec' };
    const lost = new EventTail({
      database: new (database.constructor as typeof Database)(away),
      everyMs: 10,
      onEvent: () => undefined,
      onError: (error) => events.push(error as never),
    });
    lost.start();
    await expect(lost.catchUp()).rejects.toThrow();
    await waitFor(() => events.length > 0, { what: 'the error' });
    await lost.stop();
  });
});
