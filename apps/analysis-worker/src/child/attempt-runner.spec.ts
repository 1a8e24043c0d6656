import { TaskError } from '@vocalborn/task';
import { claimTask, findTask } from '@vocalborn/task-ledger';
import { AttemptLostError, NotDueError } from '@vocalborn/task-lifecycle';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silent, WorkerLedger } from '../fixtures/worker-ledger.js';
import type { Analysis } from './analysis.js';
import { AttemptRunner, StopNowError } from './attempt-runner.js';
import { OwnershipWatch } from './ownership-watch.js';
import { RunningAttempts } from './running-attempts.js';

let ledger: WorkerLedger;
let attempts: RunningAttempts;
beforeAll(async () => {
  ledger = await WorkerLedger.open();
});
afterAll(() => ledger.close());
beforeEach(() => {
  attempts = new RunningAttempts();
});

type Run = Analysis['run'];
const succeed: Run = () =>
  Promise.resolve({ analysisResult: { overall_score: 80 }, analysisModelVersion: '1', audioDurationSeconds: 1 });
const runner = (run: Run) =>
  new AttemptRunner(ledger.lifecycle, { run } as unknown as Analysis, attempts, silent, 'worker@spec');
const stateOf = async (taskId: string) => (await findTask(ledger.database, taskId))?.status;

/** Work that ends only when it is aborted, with an error that does not tell why. */
const untilAborted =
  (begin: () => unknown): Run =>
  (_, signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('the connection broke')));
      begin();
    });

describe('a delivered task', () => {
  it('is claimed, analysed and ended as a success', async () => {
    const taskId = await ledger.task();
    expect(await runner(succeed).run(taskId, true)).toEqual({ end: 'success' });
    expect(await findTask(ledger.database, taskId)).toMatchObject({ status: 'SUCCESS', workerName: 'worker@spec' });
    expect(attempts.report()).toEqual({ active: [], processed: 1, failed: 0, retried: 0 });
  });

  it.each([
    ['file', 'failure', 'FAILURE', { processed: 1, failed: 1, retried: 0 }],
    ['network', 'retry', 'RETRY', { processed: 1, failed: 0, retried: 1 }],
    ['timeout', 'retry', 'RETRY', { processed: 1, failed: 0, retried: 1 }],
  ] as const)('that meets an error of the kind %s ends as %s', async (kind, end, state, counts) => {
    const taskId = await ledger.task();
    const failing: Run = () => Promise.reject(new TaskError(kind, 'x'));
    expect(await runner(failing).run(taskId, true)).toMatchObject({ end });
    expect(await stateOf(taskId)).toBe(state);
    expect(attempts.report()).toEqual({ active: [], ...counts });
  });

  it('tells that its analysis is over before its ending is written', async () => {
    const taskId = await ledger.task();
    const states: Promise<unknown>[] = [];
    await runner(succeed).run(taskId, true, () => states.push(stateOf(taskId)));
    expect(await Promise.all(states)).toEqual(['PROCESSING']);
  });

  it('of an unknown form fails without being analysed', async () => {
    const taskId = await ledger.task();
    const forbidden: Run = () => Promise.reject(new Error('it was analysed'));
    expect(await runner(forbidden).run(taskId, false)).toMatchObject({ end: 'retry' });
    const task = await findTask(ledger.database, taskId);
    expect(task?.error).toEqual({
      kind: 'unclassified',
      message: 'This worker does not know the version of the task.',
    });
  });

  it('that is unknown or has ended is not run', async () => {
    const taskId = await ledger.task();
    await ledger.lifecycle.cancel(taskId);
    expect(await runner(succeed).run(taskId, true)).toBeNull();
    expect(await runner(succeed).run(randomUUID(), true)).toBeNull();
  });

  it('whose retry is not due is refused', async () => {
    const taskId = await ledger.task();
    await runner(() => Promise.reject(new TaskError('network', 'x'))).run(taskId, true);
    await expect(runner(succeed).run(taskId, true)).rejects.toBeInstanceOf(NotDueError);
  });
});

describe('an aborted attempt', () => {
  it.each([
    ['a stop at once', () => new StopNowError(), 'handed-back', 'PROCESSING'],
    ['the soft time limit', () => new TaskError('timeout', 'x'), 'retry', 'RETRY'],
    ['a lost task', () => new AttemptLostError('x', 1), 'lost', 'PROCESSING'],
  ])('ends by its reason, not by the error of the work: %s', async (_, reason, end, state) => {
    const taskId = await ledger.task();
    const run = untilAborted(() => attempts.abort(reason()));
    expect(await runner(run).run(taskId, true)).toMatchObject({ end });
    expect(await stateOf(taskId)).toBe(state);
  });

  it('of a worker that stops goes on in the next claim', async () => {
    const taskId = await ledger.task();
    await runner(untilAborted(() => attempts.abort(new StopNowError()))).run(taskId, true);
    expect(await runner(succeed).run(taskId, true)).toEqual({ end: 'success' });
  });
});

describe('the watch over ownership', () => {
  const watch = () => new OwnershipWatch(ledger.database, attempts, silent);

  it.each<[string, (taskId: string) => Promise<unknown>]>([
    ['was cancelled', (taskId) => ledger.lifecycle.cancel(taskId)],
    ['runs elsewhere', (taskId) => claimTask(ledger.database, taskId, 'worker@other')],
  ])('aborts an attempt whose task %s', async (_, change) => {
    const taskId = await ledger.task();
    const run = untilAborted(() => void change(taskId).then(() => watch().check()));
    expect(await runner(run).run(taskId, true)).toEqual({ end: 'lost' });
  });

  it('leaves an attempt that owns its task, and one that only has to be ended', async () => {
    const taskId = await ledger.task();
    await claimTask(ledger.database, taskId, 'worker@spec');
    const owner = attempts.begin({ taskId, attempt: 1 });
    const ending = attempts.begin({ taskId: randomUUID(), attempt: 1 });
    ending.ending();
    await watch().check();
    expect([owner.signal.aborted, ending.signal.aborted]).toEqual([false, false]);
  });
});
