import { connectDatabase, migrate, seed, seedIds, WrongCursorError, type Database } from '@vocalborn/database';
import { freshDatabase } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countByState } from './count-tasks.js';
import { historyAfter, latestEvent, readHistory } from './read-history.js';
import { searchAllTasks, searchTasks, type TaskFilter, type TaskPage } from './search-tasks.js';

let database: Database;

/** Forty tasks, a minute apart and two at a time; every fifth failed on worker b. */
beforeAll(async () => {
  database = await connectDatabase({ url: await freshDatabase(), poolSize: 4, applicationName: 'test' });
  await migrate(database);
  await seed(database);
  await database.query(
    `insert into practice_records (practice_record_id, user_id, sentence_id, record_status, audio_key)
     select ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid, $1, $2, 'recorded', 'x' from generate_series(1, 40) n`,
    [seedIds.patient, seedIds.chineseSentence],
  );
  await database.query(
    `insert into ai_analysis_tasks (task_id, user_id, requested_by, practice_record_id, status, worker_name, created_at,
       started_at, completed_at, error_kind, error_message, max_retries)
     select (lpad(to_hex(n), 8, '0') || '-0000-4000-8000-000000000000')::uuid, $1, $1,
       ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid,
       case when n % 5 = 0 then 'FAILURE' else 'REVOKED' end, case when n % 5 = 0 then 'b@host' else 'a@host' end,
       '2026-01-01T00:00:00.123456Z'::timestamptz + (n / 2) * interval '1 minute',
       case when n > 4 then '2026-01-01T01:00:00Z'::timestamptz - (n / 2) * interval '1.000001 s' end,
       '2026-01-01T01:00:00Z'::timestamptz,
       case when n % 5 = 0 then 'network' end, case when n % 5 = 0 then 'unreachable' end, 5
     from generate_series(1, 40) n`,
    [seedIds.patient],
  );
  await database.query(
    `insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
     select task_id, attempt, status, progress, current_step from ai_analysis_tasks`,
  );
});
afterAll(() => database.close());

const all: TaskPage = { order: 'newest', limit: 100 };

/** The numbers of the found tasks. Whoever may search all tasks finds the same through task_search. */
async function found(filter: TaskFilter, page: TaskPage = all): Promise<number[]> {
  const { tasks, next } = await searchTasks(database, filter, page);
  if (!filter.visibleTo && !filter.practiceRecordId) {
    expect(await searchAllTasks(database, filter, page)).toEqual({ tasks, next });
  }
  return tasks.map((task) => Number.parseInt(task.taskId.slice(0, 8), 16));
}
const cursorOf = (text: string): string => Buffer.from(text).toString('base64url');
const numbers = Array.from({ length: 40 }, (_, index) => 40 - index);

describe('searching tasks', () => {
  it('finds all of them, the newest first', async () => {
    expect(await found({})).toEqual(numbers);
    expect(await found({}, { order: 'oldest', limit: 3 })).toEqual([1, 2, 3]);
    expect((await found({}, { order: 'state', limit: 9 })).map((number) => number % 5)).toEqual([
      0, 0, 0, 0, 0, 0, 0, 0, 4,
    ]);
  });

  it.each<[TaskFilter, (number: number) => boolean]>([
    [{ status: 'FAILURE' }, (number) => number % 5 === 0],
    [{ workerName: 'b@host' }, (number) => number % 5 === 0],
    [{ errorKind: 'network' }, (number) => number % 5 === 0],
    [{ errorKind: 'file' }, () => false],
    [{ userId: seedIds.otherPatient }, () => false],
    [{ practiceRecordId: '00000000-0000-4000-9000-000000000007' }, (number) => number === 7],
    [{ visibleTo: { userId: seedIds.patient, role: 'patient' } }, () => true],
    [{ visibleTo: { userId: seedIds.otherPatient, role: 'patient' } }, () => false],
    [{ visibleTo: { userId: seedIds.therapist, role: 'patient' } }, () => false],
    [{ visibleTo: { userId: seedIds.therapist, role: 'therapist' } }, () => true],
    [{ visibleTo: { userId: seedIds.otherPatient, role: 'therapist' } }, () => false],
    [{ visibleTo: { userId: seedIds.admin, role: 'admin' }, status: 'FAILURE' }, (number) => number % 5 === 0],
    [{ search: 'a@host' }, (number) => number % 5 !== 0],
    [{ search: '0000001' }, (number) => number >= 16 && number < 32],
    [{ search: '00000011-0000' }, (number) => number === 17],
    [{ search: '00000000-0000-4000-9000-000000000007' }, (number) => number === 7],
    [{ search: "'; drop table users; --" }, () => false],
    [
      { createdFrom: new Date('2026-01-01T00:05:00Z'), createdBefore: new Date('2026-01-01T00:07:00Z') },
      (number) => number >= 10 && number < 14,
    ],
  ])('by %j finds what fits', async (filter, fits) => {
    expect(await found(filter)).toEqual(numbers.filter(fits));
  });

  it('finds those that took longest, or least, of those that started', async () => {
    expect(await found({}, { order: 'slowest', limit: 5 })).toEqual([40, 39, 38, 37, 36]);
    expect(await found({}, { order: 'fastest', limit: 3 })).toEqual([5, 6, 7]);
  });

  it.each([
    ['newest', 40],
    ['oldest', 40],
    ['slowest', 36],
    ['fastest', 36],
  ] as const)('walks through every page, %s first, without a gap or a double', async (order, count) => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof searchAllTasks>> = await searchAllTasks(
        database,
        {},
        { order, limit: 7, after },
      );
      seen.push(...page.tasks.map((task) => task.taskId));
      after = page.next;
    } while (after !== null);
    expect(seen).toHaveLength(count);
    expect(new Set(seen).size).toBe(count);
  });

  it.each([
    '',
    'nonsense',
    cursorOf('newest|yesterday|00000001-0000-4000-8000-000000000000'),
    cursorOf('slowest|5000000|00000001-0000-4000-8000-000000000000'),
  ])('refuses a cursor that is none, or of another order: %s', async (after) => {
    await expect(found({}, { order: 'newest', limit: 2, after })).rejects.toThrow(WrongCursorError);
  });

  it('counts each state', async () => {
    expect(await countByState(database)).toEqual({
      ...{ PENDING: 0, PROCESSING: 0, RETRY: 0, SUCCESS: 0 },
      ...{ FAILURE: 8, REVOKED: 32 },
    });
  });
});

describe('the history', () => {
  it('is read by task, and across tasks after an event', async () => {
    const taskId = '00000001-0000-4000-8000-000000000000';
    const before = await latestEvent(database);
    for (const status of ['PENDING', 'REVOKED']) {
      const insert = `insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step) values ($1, 0, $2, 0, 'queued')`;
      await database.query(insert, [taskId, status]);
    }
    const history = (await readHistory(database, taskId)).slice(1);
    expect(history.map((entry) => entry.status)).toEqual(['PENDING', 'REVOKED']);
    expect((await historyAfter(database, before, [], 10)).map((entry) => entry.status)).toEqual(['PENDING', 'REVOKED']);
    const [first, second] = history.map((entry) => entry.eventId);
    expect((await historyAfter(database, second!, [first!], 10)).map((entry) => entry.eventId)).toEqual([first]);
  });
});
