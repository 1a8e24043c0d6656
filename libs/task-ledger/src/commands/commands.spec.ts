import {
  isFinal,
  recordTransitions,
  taskStates,
  transitions,
  type RecordStatus,
  type TaskState,
} from '@vocalborn/task';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failed, fault, finished, TestLedger, type OwnedAttempt } from '../fixtures/test-ledger.js';
import { mostAttempts } from './rerun-task.js';
import {
  cancelTask,
  claimTask,
  failTask,
  findTask,
  succeedTask,
  handBack,
  readHistory,
  recordProgress,
  rerunTask,
  scheduleRetry,
} from '../index.js';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
});
afterAll(() => ledger.close());

const recordOf = async (taskId: string): Promise<string> =>
  (await findTask(ledger.database, taskId))?.practiceRecordId ?? '';
const mark = (step: 'downloading_audio' | 'scoring', progress: number) => ({
  step,
  progress,
  at: new Date().toISOString(),
});

/** Every command that moves a task. `owned` is its latest attempt. */
const commands = {
  claim: ({ taskId }: OwnedAttempt) => claimTask(ledger.database, taskId, 'worker@two'),
  finish: (owned: OwnedAttempt) => succeedTask(ledger.database, finished(owned)),
  retry: (owned: OwnedAttempt) => scheduleRetry(ledger.database, failed(owned), 0),
  fail: (owned: OwnedAttempt) => failTask(ledger.database, failed(owned)),
  handBack: (owned: OwnedAttempt) => handBack(ledger.database, { ...owned, steps: [] }),
  cancel: ({ taskId }: OwnedAttempt) => cancelTask(ledger.database, taskId),
  rerun: async ({ taskId }: OwnedAttempt) => {
    const outcome = await rerunTask(ledger.database, taskId);
    return outcome.outcome === 'rerun' ? outcome : null;
  },
};
type Command = keyof typeof commands;
const names = Object.keys(commands) as Command[];

/** Which state each command leaves behind; states that are not listed are refused. */
const effects: Record<Command, Partial<Record<TaskState, TaskState>>> = {
  claim: { PENDING: 'PROCESSING', PROCESSING: 'PROCESSING' },
  finish: { PROCESSING: 'SUCCESS' },
  retry: { PROCESSING: 'RETRY' },
  fail: { PROCESSING: 'FAILURE' },
  handBack: { PROCESSING: 'PROCESSING' },
  cancel: { PENDING: 'REVOKED', PROCESSING: 'REVOKED', RETRY: 'REVOKED' },
  rerun: { FAILURE: 'PENDING', REVOKED: 'PENDING' },
};

describe.each(names)('the command %s', (name) => {
  it.each(taskStates)('on a task that is %s writes the new state, or nothing', async (state) => {
    const owned = await ledger.in(state);
    const before = await findTask(ledger.database, owned.taskId);
    const expected = effects[name][state];
    expect((await commands[name](owned)) !== null).toBe(expected !== undefined);
    const after = await findTask(ledger.database, owned.taskId);
    if (expected === undefined) expect(after).toEqual(before);
    else expect(after?.status).toBe(expected);
  });

  it('on an unknown task writes nothing', async () => {
    expect(await commands[name]({ taskId: randomUUID(), attempt: 1 })).toBeNull();
  });
});

describe('any order of commands', () => {
  it('moves task and record only along their transitions, and never lowers the attempt', async () => {
    const order = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(order, async (given) => {
        const taskId = await ledger.pending();
        const recordId = await recordOf(taskId);
        let [state, record, attempt]: [TaskState, RecordStatus, number] = ['PENDING', 'ai_queued', 0];
        for (const name of given) {
          await commands[name]({ taskId, attempt });
          const task = await findTask(ledger.database, taskId);
          const status = await ledger.recordStatus(recordId);
          if (!task) throw new Error('the task is gone');
          expect([state, ...transitions[state]]).toContain(task.status);
          expect([record, ...recordTransitions[record]]).toContain(status);
          expect(task.attempt).toBeGreaterThanOrEqual(attempt);
          [state, record, attempt] = [task.status, status, task.attempt];
        }
      }),
      { numRuns: 40 },
    );
  });

  it('lets an earlier attempt write nothing', async () => {
    const late: Command[] = ['finish', 'retry', 'fail', 'handBack'];
    for (const name of late) {
      const owned = await ledger.running();
      await commands.claim(owned);
      expect(await commands[name](owned)).toBeNull();
    }
  });
});

describe('cancelling', () => {
  it('sets the record back, removes the planned retry and notes it in the history', async () => {
    const { taskId } = await ledger.in('RETRY');
    expect(await cancelTask(ledger.database, taskId)).toMatchObject({
      status: 'REVOKED',
      step: 'revoked',
      nextRetryAt: null,
      completedAt: expect.any(String),
    });
    expect(await ledger.recordStatus(await recordOf(taskId))).toBe('recorded');
    expect((await readHistory(ledger.database, taskId)).at(-1)).toMatchObject({ status: 'REVOKED', step: 'revoked' });
  });
});

describe('a rerun', () => {
  it('is refused after a hundred attempts', async () => {
    const afterAttempts = async (count: number) => {
      const { taskId } = await ledger.in('FAILURE');
      await ledger.database.query('update ai_analysis_tasks set attempt = $2 where task_id = $1', [taskId, count]);
      return rerunTask(ledger.database, taskId);
    };
    expect(await afterAttempts(mostAttempts)).toEqual({ outcome: 'too-many-attempts' });
    expect(await afterAttempts(mostAttempts - 1)).toMatchObject({ outcome: 'rerun' });
  });

  it('counts anew under a higher attempt, keeps the history, and gives the parameters back', async () => {
    const { taskId, attempt } = await ledger.in('FAILURE');
    const events = (await readHistory(ledger.database, taskId)).length;
    const outcome = await rerunTask(ledger.database, taskId);
    expect(outcome).toMatchObject({
      outcome: 'rerun',
      params: { language: 'zh-TW' },
      snapshot: { status: 'PENDING', attempt: attempt + 1, progress: 0, retryCount: 0, maxRetries: null, error: null },
    });
    expect(await readHistory(ledger.database, taskId)).toHaveLength(events + 1);
  });

  it('tells why it is refused', async () => {
    const { taskId } = await ledger.in('SUCCESS');
    expect(await rerunTask(ledger.database, taskId)).toEqual({ outcome: 'task-not-retryable', status: 'SUCCESS' });
    expect(await rerunTask(ledger.database, randomUUID())).toEqual({ outcome: 'not-found' });
    const ended = await ledger.in('FAILURE');
    const running = await ledger.pending(await recordOf(ended.taskId));
    expect(await rerunTask(ledger.database, ended.taskId)).toEqual({ outcome: 'analysis-running', taskId: running });
  });

  it('happens once of many at the same time', async () => {
    const { taskId } = await ledger.in('REVOKED');
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => rerunTask(ledger.database, taskId)));
    expect(outcomes.filter(({ outcome }) => outcome === 'rerun')).toHaveLength(1);
  });
});

describe('handing back', () => {
  it('leaves the task running for the next claim, which counts no lost attempt', async () => {
    let owned = await ledger.running();
    for (let round = 0; round < 8; round += 1) {
      expect(await handBack(ledger.database, { ...owned, steps: [] })).toMatchObject({ step: 'handed_over' });
      const claim = await claimTask(ledger.database, owned.taskId, 'worker@next');
      expect(claim).not.toBeNull();
      owned = { taskId: owned.taskId, attempt: claim?.snapshot.attempt ?? 0 };
    }
  });

  it('keeps the progress that the last steps reached', async () => {
    const owned = await ledger.running();
    const given = await handBack(ledger.database, { ...owned, steps: [mark('scoring', 80)] });
    expect(given?.progress).toBe(80);
  });
});

describe('claiming a retry', () => {
  it.each([
    [0, true],
    [200, true],
    [60_000, false],
  ])('that is planned in %i ms gives an attempt: %s', async (delayMs, isGiven) => {
    const owned = await ledger.running();
    await scheduleRetry(ledger.database, failed(owned), delayMs);
    expect((await claimTask(ledger.database, owned.taskId, 'worker@two')) !== null).toBe(isGiven);
  });

  it('clears the error of the earlier attempt and keeps the count of retries', async () => {
    const owned = await ledger.running();
    await scheduleRetry(ledger.database, failed(owned), 0);
    const claim = await claimTask(ledger.database, owned.taskId, 'worker@two');
    expect(claim?.snapshot).toMatchObject({
      error: null,
      traceback: null,
      nextRetryAt: null,
      retryCount: 1,
      attempt: 2,
    });
  });
});

describe('a failure', () => {
  it('keeps message and traceback, and notes them in the history', async () => {
    const owned = await ledger.in('FAILURE');
    const { kind, message, traceback } = fault;
    expect(await findTask(ledger.database, owned.taskId)).toMatchObject({ error: { kind, message }, traceback });
    expect((await readHistory(ledger.database, owned.taskId)).at(-1)).toMatchObject({
      status: 'FAILURE',
      errorKind: kind,
      errorMessage: message,
      traceback,
    });
  });
});

describe('recording progress', () => {
  it('takes the newest step of each task and never lowers the progress', async () => {
    const [one, two] = [await ledger.running(), await ledger.running()];
    const entry = (owned: OwnedAttempt, step: 'downloading_audio' | 'scoring', progress: number) => ({
      ...owned,
      workerName: 'worker@one',
      mark: mark(step, progress),
    });
    await recordProgress(ledger.database, [
      entry(one, 'downloading_audio', 40),
      entry(one, 'scoring', 80),
      entry(two, 'downloading_audio', 40),
    ]);
    await recordProgress(ledger.database, [entry(one, 'downloading_audio', 40)]);
    const reached = await Promise.all([one, two].map(({ taskId }) => findTask(ledger.database, taskId)));
    expect(reached.map((task) => [task?.step, task?.progress])).toEqual([
      ['scoring', 80],
      ['downloading_audio', 40],
    ]);
  });

  it('drops the entries of an ended task', async () => {
    const owned = await ledger.in('SUCCESS');
    await recordProgress(ledger.database, []);
    await recordProgress(ledger.database, [{ ...owned, workerName: 'worker@one', mark: mark('scoring', 80) }]);
    expect(await findTask(ledger.database, owned.taskId)).toMatchObject({ progress: 100, step: 'completed' });
  });
});

it('every ended state has a time of its end', async () => {
  for (const state of taskStates) {
    const task = await findTask(ledger.database, (await ledger.in(state)).taskId);
    expect(task?.completedAt !== null).toBe(isFinal(state));
  }
});
