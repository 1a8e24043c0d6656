import { databaseTime } from '@vocalborn/database';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { taskStates, type TaskState } from '@vocalborn/task';
import { TestLedger, type OwnedAttempt } from '../fixtures/test-ledger.js';
import {
  cancelTask,
  claimTask,
  countByState,
  countEnded,
  findLostAttempts,
  findResult,
  findTask,
  findTaskDetails,
  handBack,
  historyAfter,
  historyOfTaskAfter,
  latestEvent,
  listActiveTasks,
  listEndings,
  listStaleTasks,
  presentStates,
  readHistory,
  rerunTask,
  type EndingKey,
  type EndingsPage,
  type StaleTask,
} from '../index.js';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
});
afterAll(() => ledger.close());

let tasks: Record<TaskState, OwnedAttempt>;
beforeEach(async () => {
  await ledger.clear();
  const made: [TaskState, OwnedAttempt][] = [];
  for (const state of taskStates) made.push([state, await ledger.in(state)]);
  tasks = Object.fromEntries(made) as typeof tasks;
});

const idOf = (state: TaskState): string => tasks[state].taskId;
const allTasks = (): OwnedAttempt[] => taskStates.map((state) => tasks[state]);

describe('active tasks', () => {
  it('are those that have not ended: running ones first, then the oldest', async () => {
    const found = await listActiveTasks(ledger.database, 10);
    expect(found.map(({ taskId }) => taskId)).toEqual([idOf('PROCESSING'), idOf('PENDING'), idOf('RETRY')]);
    expect(await listActiveTasks(ledger.database, 1)).toHaveLength(1);
  });
});

describe('counts', () => {
  it('have every state', async () => {
    const counts = { PENDING: 1, PROCESSING: 1, RETRY: 1, SUCCESS: 1, FAILURE: 1, REVOKED: 1 };
    expect(await countByState(ledger.database)).toEqual(counts);
    await ledger.clear();
    expect(Object.values(await countByState(ledger.database))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('of ended tasks look back over the given seconds', async () => {
    expect(await countEnded(ledger.database, 3_600)).toBe(3);
    await ledger.age(idOf('SUCCESS'), '2 hours');
    expect(await countEnded(ledger.database, 3_600)).toBe(2);
    expect(await countEnded(ledger.database, 8_000)).toBe(3);
  });
});

describe('lost attempts', () => {
  it.each<[TaskState, boolean]>([
    ['PENDING', true],
    ['PROCESSING', false],
    ['RETRY', true],
    ['SUCCESS', true],
    ['FAILURE', true],
    ['REVOKED', true],
  ])('include one whose task is %s: %s', async (state, isLost) => {
    expect(await findLostAttempts(ledger.database, [tasks[state]])).toEqual(isLost ? [tasks[state]] : []);
  });

  it('include one that a later attempt replaced, and one of an unknown task', async () => {
    const [replaced, unknown] = [tasks.PROCESSING, { taskId: randomUUID(), attempt: 1 }];
    await claimTask(ledger.database, replaced.taskId, 'worker@two');
    const later = { ...replaced, attempt: replaced.attempt + 1 };
    const lost = await findLostAttempts(ledger.database, [replaced, unknown, later]);
    expect(lost).toEqual(expect.arrayContaining([replaced, unknown]));
    expect(lost).toHaveLength(2);
  });

  it('are none of none', async () => {
    expect(await findLostAttempts(ledger.database, [])).toEqual([]);
  });
});

describe('the details of a task', () => {
  it('have the parameters, and a summary of the result without scores', async () => {
    expect(await findTaskDetails(ledger.database, idOf('SUCCESS'))).toEqual({
      params: { language: 'zh-TW' },
      result: {
        analysisModelVersion: 'model-1',
        processingTimeSeconds: expect.any(Number),
        audioSeconds: 2.5,
        audioFormat: 'wav',
        confidence: 0.9,
        storedAt: expect.any(String),
      },
    });
  });

  it('have no result before there is one', async () => {
    const details = await findTaskDetails(ledger.database, idOf('FAILURE'));
    expect(details).toEqual({ params: { language: 'zh-TW' }, result: null });
  });

  it('of an unknown task are null, as its snapshot and its result', async () => {
    const found = [findTaskDetails, findTask, findResult].map((find) => find(ledger.database, randomUUID()));
    expect(await Promise.all(found)).toEqual([null, null, null]);
  });
});

describe('endings', () => {
  const from = new Date(0);
  it('are listed in their order, page by page, each once', async () => {
    const found: string[] = [];
    let after: EndingKey | null = null;
    do {
      const page: EndingsPage = await listEndings(ledger.database, { from, until: null, after, limit: 2 });
      found.push(...page.endings.map(({ taskId }) => taskId));
      after = page.next;
    } while (after !== null);
    expect(found).toEqual([idOf('SUCCESS'), idOf('FAILURE'), idOf('REVOKED')]);
  });

  it('lie in the period, whose end is excluded', async () => {
    const endedAt = new Date((await readHistory(ledger.database, idOf('FAILURE'))).at(-1)?.at ?? '');
    const query = { after: null, limit: 10 };
    const ids = async (period: { from: Date; until: Date | null }) =>
      (await listEndings(ledger.database, { ...query, ...period })).endings.map(({ taskId }) => taskId);
    expect(await ids({ from, until: endedAt })).toEqual([idOf('SUCCESS')]);
    expect(await ids({ from: new Date(endedAt.getTime() + 3_600_000), until: null })).toEqual([]);
  });

  it('have one for each attempt of a task that ended again', async () => {
    await rerunTask(ledger.database, idOf('REVOKED'));
    await cancelTask(ledger.database, idOf('REVOKED'));
    const { endings } = await listEndings(ledger.database, { from, until: null, after: null, limit: 10 });
    const { attempt } = tasks.REVOKED;
    expect(endings.slice(2)).toEqual(
      [attempt, attempt + 1].map((ended) => ({ taskId: idOf('REVOKED'), attempt: ended, status: 'REVOKED' })),
    );
  });
});

describe('stale tasks', () => {
  const query = { limit: 10, after: null, waitingForMs: 60_000, runningForMs: 600_000, waitingSince: null };
  const ids = (found: readonly StaleTask[]) => found.map(({ taskId }) => taskId);

  it('are none among those that were just updated', async () => {
    expect(await listStaleTasks(ledger.database, query)).toEqual([]);
  });

  it('are waiting tasks after the shorter time, running ones after the longer', async () => {
    for (const { taskId } of allTasks()) await ledger.age(taskId, '2 minutes');
    expect(ids(await listStaleTasks(ledger.database, query)).toSorted()).toEqual(
      [idOf('PENDING'), idOf('RETRY')].toSorted(),
    );
    await ledger.age(idOf('PROCESSING'), '10 minutes');
    expect(ids(await listStaleTasks(ledger.database, query))[0]).toBe(idOf('PROCESSING'));
  });

  it('are also those of the future, because the clock was set back', async () => {
    await ledger.age(idOf('PENDING'), '-1 hour');
    expect(ids(await listStaleTasks(ledger.database, query))).toEqual([idOf('PENDING')]);
  });

  it('come page by page, with their parameters and the time until the retry', async () => {
    for (const { taskId } of allTasks()) await ledger.age(taskId, '2 minutes');
    const [first] = await listStaleTasks(ledger.database, { ...query, limit: 1 });
    const rest = await listStaleTasks(ledger.database, { ...query, after: first ?? null });
    expect(ids([...(first ? [first] : []), ...rest])).toEqual([idOf('PENDING'), idOf('RETRY')]);
    expect(first).toMatchObject({ params: { language: 'zh-TW' }, dueInMs: 0 });
    expect(rest[0]?.dueInMs).toBeGreaterThan(3_000_000);
    expect(rest[0]?.dueInMs).toBeLessThanOrEqual(3_600_000);
  });

  it('leave out what waited before a time, except retries that are due', async () => {
    for (const { taskId } of allTasks()) await ledger.age(taskId, '2 hours');
    const since = new Date((await databaseTime(ledger.database)).getTime() - 90 * 60_000);
    const found = await listStaleTasks(ledger.database, { ...query, waitingSince: since });
    expect(ids(found).toSorted()).toEqual([idOf('PROCESSING'), idOf('RETRY')].toSorted());
  });
});

describe('the history', () => {
  it('has every change of a task, oldest first', async () => {
    const statuses = async (state: TaskState) =>
      (await readHistory(ledger.database, idOf(state))).map(({ status }) => status);
    expect(await statuses('PENDING')).toEqual(['PENDING']);
    expect(await statuses('SUCCESS')).toEqual(['PENDING', 'PROCESSING', 'SUCCESS']);
    expect(await statuses('REVOKED')).toEqual(['PENDING', 'PROCESSING', 'REVOKED']);
  });

  it('after an event has the later events, and the missing ones that are named', async () => {
    const [first, second, ...rest] = await historyAfter(ledger.database, '0', [], 100);
    const ids = rest.map(({ eventId }) => eventId);
    const after = await historyAfter(ledger.database, second?.eventId ?? '', [first?.eventId ?? ''], 100);
    expect(after.map(({ eventId }) => eventId)).toEqual([first?.eventId, ...ids]);
    expect(await latestEvent(ledger.database)).toBe(ids.at(-1));
    expect(await historyAfter(ledger.database, ids.at(-1) ?? '', [], 100)).toEqual([]);
  });

  it('notes that an attempt was handed back', async () => {
    await handBack(ledger.database, { ...tasks.PROCESSING, steps: [] });
    expect((await readHistory(ledger.database, idOf('PROCESSING'))).at(-1)).toMatchObject({ step: 'handed_over' });
  });
});

describe('a step in the history', () => {
  const lateOf = async ({ taskId, attempt }: OwnedAttempt): Promise<boolean[]> => {
    const after = await latestEvent(ledger.database);
    await ledger.database.query(
      `insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
       values ($1, $2, 'PROCESSING', 50, 'initialising')`,
      [taskId, attempt],
    );
    const events = await historyOfTaskAfter(ledger.database, taskId, after, 10);
    expect(await historyAfter(ledger.database, after, [], 10)).toEqual(events);
    return events.map(({ isLate }) => isLate);
  };

  it.each<[TaskState, boolean]>([
    ['PROCESSING', false],
    ['RETRY', true],
    ['SUCCESS', true],
    ['FAILURE', true],
    ['REVOKED', true],
  ])('that was written while its task is %s is late: %s', async (state, late) => {
    expect(await lateOf(tasks[state])).toEqual([late]);
  });

  it('of the attempt after a retry is not late', async () => {
    const { taskId, attempt } = tasks.RETRY;
    expect(await lateOf({ taskId, attempt: attempt + 1 })).toEqual([false]);
  });

  it('that is late does not change the present state of its task', async () => {
    const { taskId } = tasks.SUCCESS;
    await lateOf(tasks.SUCCESS);
    const eventId = await latestEvent(ledger.database);
    expect(await presentStates(ledger.database, [taskId])).toMatchObject([
      { eventId, taskId, status: 'SUCCESS', progress: 100, isLate: false },
    ]);
  });
});
