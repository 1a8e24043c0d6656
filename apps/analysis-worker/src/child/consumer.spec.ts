import { createLogger } from '@vocalborn/observability';
import { TaskError } from '@vocalborn/task';
import { findTask } from '@vocalborn/task-ledger';
import { queueName, queueOptions } from '@vocalborn/task-queue';
import Bull from 'bull';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AiServiceCircuit } from '../ai-service-client/ai-service-circuit.js';
import { silent, WorkerLedger } from '../fixtures/worker-ledger.js';
import { Admission } from './admission.js';
import type { Analysis } from './analysis.js';
import { AttemptRunner, StopNowError } from './attempt-runner.js';
import { Consumer } from './consumer.js';
import { OwnershipWatch } from './ownership-watch.js';
import { RunningAttempts } from './running-attempts.js';

type Run = Analysis['run'];
const succeed: Run = () =>
  Promise.resolve({ analysisResult: { overall_score: 80 }, analysisModelVersion: '1', audioDurationSeconds: 1 });

let ledger: WorkerLedger;
let consumer: Consumer;
let admission: Admission;
let circuit: AiServiceCircuit;
let attempts: RunningAttempts;
let closed: Promise<void> | undefined;
let log: Record<string, unknown>[];

beforeAll(async () => {
  ledger = await WorkerLedger.open();
});
afterAll(() => ledger.close());
beforeEach(() => {
  [closed, log] = [undefined, []];
});
afterEach(async () => {
  await close();
  circuit.stop();
  await ledger.bull.empty();
});

/** Consumes the queue with two slots and the given work. */
function consume(run: Run, slots = 2): void {
  const logger = createLogger(
    { name: 'spec', level: 'info' },
    { write: (line) => log.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const { brokerUrl } = ledger;
  const queue = new Bull(queueName, queueOptions({ broker: brokerUrl, role: 'consumer', connectionName: 'spec' }));
  attempts = new RunningAttempts();
  circuit = new AiServiceCircuit({
    isHealthy: () => Promise.resolve(true),
    onChange: () => undefined,
    openForMs: 60_000,
  });
  admission = new Admission(circuit);
  const runner = new AttemptRunner(ledger.lifecycle, { run } as unknown as Analysis, attempts, silent, 'worker@spec');
  consumer = new Consumer(queue, logger, runner, admission, new OwnershipWatch(ledger.database, attempts, silent));
  consumer.take(slots, 4);
}

/** Stops once, as Nest does. */
const close = (): Promise<void> => (closed ??= consumer.beforeApplicationShutdown());
const eventually = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 20_000, interval: 20 });
const stateOf = async (taskId: string) => (await findTask(ledger.database, taskId))?.status;
const waitingInOrder = async () => (await ledger.bull.client.lrange(ledger.bull.toKey('wait'), 0, -1)).toReversed();
const waiting = async () => (await ledger.bull.getWaiting()).map(({ id }) => String(id));

/** Work that goes on until it is released or aborted. Reports the order in which tasks arrive. */
function heldWork() {
  const arrived: string[] = [];
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const run: Run = (started, signal) => {
    arrived.push(started.claim.snapshot.taskId);
    const aborted = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('x'))));
    return Promise.race([released.then(() => succeed(started, signal)), aborted]);
  };
  return { run, arrived, release };
}

describe('a job', () => {
  it('is run, and its task succeeds', async () => {
    consume(succeed);
    const taskId = await ledger.task();
    await eventually(async () => expect(await stateOf(taskId)).toBe('SUCCESS'));
    await eventually(async () => expect(await ledger.bull.getActiveCount()).toBe(0));
  });

  it('whose attempt fails for now is delayed until the retry is due', async () => {
    consume(() => Promise.reject(new TaskError('network', 'x')));
    const taskId = await ledger.task();
    await eventually(async () => expect((await ledger.bull.getDelayed()).map(({ id }) => id)).toEqual([taskId]));
    // Bull scores its delayed set by the due time in ms × 0x1000.
    const score = Number(await ledger.bull.client.zscore(ledger.bull.toKey('delayed'), taskId));
    expect([await stateOf(taskId), score / 0x1000 > Date.now()]).toEqual(['RETRY', true]);
  });

  it('whose attempt fails for good is finished', async () => {
    consume(() => Promise.reject(new TaskError('file', 'x')));
    const taskId = await ledger.task();
    await eventually(async () => expect(await stateOf(taskId)).toBe('FAILURE'));
    await eventually(async () => expect(await ledger.bull.getActiveCount()).toBe(0));
    expect([await waiting(), await ledger.bull.getDelayed()]).toEqual([[], []]);
  });

  it.each([
    ['data of no known form', 'RETRY', { some: 'text' }],
    ['no data', 'SUCCESS', {}],
  ])('with %s brings its task to %s', async (_, state, data) => {
    const taskId = await ledger.task();
    await ledger.bull.empty();
    await ledger.bull.add('analyze', data, { jobId: taskId });
    consume(succeed);
    await eventually(async () => expect(await stateOf(taskId)).toBe(state));
  });

  it('of a later version waits for a worker of that version, without an attempt', async () => {
    const taskId = await ledger.task();
    await ledger.bull.empty();
    const options = { jobId: taskId, attempts: 1_000, backoff: { type: 'retry-table' } };
    await ledger.bull.add('analyze', { v: 2, task_id: taskId }, options);
    consume(succeed);
    await eventually(async () => expect((await ledger.bull.getDelayed()).map(({ id }) => id)).toEqual([taskId]));
    expect(await findTask(ledger.database, taskId)).toMatchObject({ status: 'PENDING', attempt: 0, retryCount: 0 });
    expect(log.map(({ task_id: id, msg }) => [id, msg])).toContainEqual([
      taskId,
      expect.stringContaining('later version'),
    ]);
  });

  it('of a task that has ended is dropped without being run', async () => {
    const { run, arrived } = heldWork();
    const taskId = await ledger.task();
    await ledger.lifecycle.cancel(taskId);
    await ledger.bull.add('analyze', {}, { jobId: taskId });
    consume(run);
    await eventually(async () => expect((await ledger.bull.getJobCounts()).waiting).toBe(0));
    await eventually(async () => expect(await ledger.bull.getActiveCount()).toBe(0));
    expect(arrived).toEqual([]);
  });
});

describe('the slots', () => {
  it('are taken by jobs in the order in which they arrived; the others stay in the queue', async () => {
    const { run, arrived, release } = heldWork();
    const taskIds = [await ledger.task(), await ledger.task(), await ledger.task()];
    consume(run, 1);
    await eventually(() => expect(arrived).toEqual(taskIds.slice(0, 1)));
    expect(await waitingInOrder()).toEqual(taskIds.slice(1));
    release();
    await eventually(() => expect(arrived).toEqual(taskIds));
    await eventually(async () => expect(await stateOf(taskIds[2]!)).toBe('SUCCESS'));
  });

  it('are no more than the process was started for, whatever it is given later', async () => {
    const { run, arrived, release } = heldWork();
    const taskIds: string[] = [];
    for (let count = 0; count < 6; count += 1) taskIds.push(await ledger.task());
    consume(run, 1);
    consumer.take(10, 10);
    await eventually(() => expect(arrived).toEqual(taskIds.slice(0, 4)));
    expect(await waitingInOrder()).toEqual(taskIds.slice(4));
    release();
    await eventually(() => expect(arrived).toEqual(taskIds));
  });

  it('are free for the next job while the ending of the one before is being written', async () => {
    const { run, arrived, release } = heldWork();
    const taskIds = [await ledger.task(), await ledger.task()];
    consume(run, 1);
    await eventually(() => expect(arrived).toEqual(taskIds.slice(0, 1)));
    const client = await ledger.database.pool.connect();
    await client.query('begin');
    await client.query('select from ai_analysis_tasks where task_id = $1 for update', [taskIds[0]]);
    release();
    await eventually(() => expect(arrived).toEqual(taskIds));
    expect(await stateOf(taskIds[0]!)).toBe('PROCESSING');
    await client.query('commit');
    client.release();
    for (const taskId of taskIds) await eventually(async () => expect(await stateOf(taskId)).toBe('SUCCESS'));
  });
});

describe('a stop', () => {
  it('waits for running jobs', async () => {
    const { run, arrived, release } = heldWork();
    const taskIds = [await ledger.task(), await ledger.task()];
    consume(run, 1);
    await eventually(() => expect(arrived).toEqual(taskIds.slice(0, 1)));
    let stopped = false;
    const stop = close().then(() => (stopped = true));
    await eventually(() => expect(admission.report().hungry).toBe(false));
    expect([stopped, await stateOf(taskIds[0]!)]).toEqual([false, 'PROCESSING']);
    release();
    await stop;
    expect(await Promise.all(taskIds.map(stateOf))).toEqual(['SUCCESS', 'PENDING']);
    expect(arrived).toEqual(taskIds.slice(0, 1));
  });

  it('hands back jobs that wait for the circuit, at the head of the queue in their order', async () => {
    const { run, arrived } = heldWork();
    consume(run, 3);
    const away = (): Promise<never> => Promise.reject(new TaskError('network', 'away'));
    for (let count = 0; count < 10; count += 1) await circuit.execute(`${count}`, away).catch(() => undefined);
    const taskIds = [];
    for (const count of [1, 2, 3]) {
      taskIds.push(await ledger.task());
      await eventually(() => expect(admission.report().reserved).toHaveLength(count));
    }
    const later = await ledger.task();
    await close();
    expect(await waiting()).toEqual([...taskIds, later]);
    expect(arrived).toEqual([]);
  });

  it('that aborts running jobs hands them back, and another worker runs them', async () => {
    const { run } = heldWork();
    const taskId = await ledger.task();
    consume(run);
    await eventually(() => expect(attempts.report().active).toHaveLength(1));
    attempts.abort(new StopNowError());
    admission.close();
    await close();
    expect(await waiting()).toEqual([taskId]);
    consume(succeed);
    closed = undefined;
    await eventually(async () => expect(await stateOf(taskId)).toBe('SUCCESS'));
  });
});

describe('a job that cannot be run for an unknown reason', () => {
  it('goes back to the head of the queue, and the reason is logged', async () => {
    const taskId = await ledger.task();
    consume(succeed);
    const start = vi.spyOn(ledger.lifecycle, 'start').mockRejectedValueOnce(new Error('the database is away'));
    await eventually(async () => expect(await stateOf(taskId)).toBe('SUCCESS'));
    start.mockRestore();
    expect(log).toContainEqual(expect.objectContaining({ task_id: taskId, msg: 'a job could not be run' }));
  });
});
