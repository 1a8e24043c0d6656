import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { claimAndSucceed } from './commands/claim-and-succeed.js';
import { finished, TestLedger } from './fixtures/test-ledger.js';
import { cancelTask, findResult, findTask, readHistory } from './index.js';
import { WorkerWrites } from './worker-writes.js';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
});
afterAll(() => ledger.close());

const waiting = async (): Promise<string> => (await ledger.in('PENDING')).taskId;

describe('the writes of a worker', () => {
  it('that come together are one statement, with an outcome for each', async () => {
    const [one, two, third, ended] = [await waiting(), await waiting(), await waiting(), await waiting()];
    const [first, second] = [await ledger.running(), await ledger.running()];
    await cancelTask(ledger.database, ended);
    const statements = vi.spyOn(ledger.database.pool, 'query');
    const writes = new WorkerWrites(ledger.database);
    const held = writes.claim(one, 'worker@one');
    const outcomes = await Promise.all([
      writes.succeed(finished(first)),
      writes.claim(two, 'worker@one'),
      writes.succeed(finished({ ...second, attempt: second.attempt + 1 })),
      writes.claim(ended, 'worker@one'),
      writes.claim(third, 'worker@three'),
      writes.succeed(finished(second)),
    ]);
    expect(statements).toHaveBeenCalledTimes(3);
    statements.mockRestore();
    expect(await held).toMatchObject({ snapshot: { taskId: one, status: 'PROCESSING', attempt: 1 } });
    expect(outcomes).toEqual([
      { completedAt: (await findTask(ledger.database, first.taskId))?.completedAt },
      expect.objectContaining({ snapshot: expect.objectContaining({ taskId: two, workerName: 'worker@one' }) }),
      null,
      null,
      expect.objectContaining({ snapshot: expect.objectContaining({ taskId: third, workerName: 'worker@three' }) }),
      { completedAt: (await findTask(ledger.database, second.taskId))?.completedAt },
    ]);
  });

  it('end each task with its own result, and write its own steps before the end', async () => {
    const owned = await Promise.all(Array.from({ length: 5 }, () => ledger.running()));
    const mark = (progress: number) => ({ step: 'scoring', progress, at: new Date().toISOString() }) as const;
    const endings = owned.map((each, index) => ({
      ...finished(each),
      analysisResult: { overall_score: index },
      audioDurationSeconds: index,
      steps: Array.from({ length: index }, (_, step) => mark(80 + step)),
    }));
    await claimAndSucceed(
      ledger.database,
      endings.map((ending) => ({ write: 'success', ...ending })),
    );
    for (const [index, { taskId }] of owned.entries()) {
      const stored = await findResult(ledger.database, taskId);
      expect(JSON.parse(stored?.analysisResultJson ?? '')).toEqual({ overall_score: index });
      const history = await readHistory(ledger.database, taskId);
      const steps = Array.from({ length: index }, (_, step) => `scoring ${80 + step}`);
      const all = ['queued 0', 'initialising 10', ...steps, 'completed 100'];
      expect(history.map(({ step, progress }) => `${step} ${progress}`)).toEqual(all);
    }
  });

  it('of one task in several groups at the same time are applied once', async () => {
    const choice = fc.record({ task: fc.nat(3), write: fc.constantFrom('claim', 'success'), worker: fc.nat(1) });
    await fc.assert(
      fc.asyncProperty(fc.array(choice, { minLength: 2, maxLength: 12 }), async (drawn) => {
        const owned = await Promise.all(Array.from({ length: 4 }, () => ledger.running()));
        const workers = [new WorkerWrites(ledger.database), new WorkerWrites(ledger.database)];
        const outcomes = await Promise.all(
          drawn.map(({ task, write, worker }) =>
            write === 'claim'
              ? workers[worker]!.claim(owned[task]!.taskId, `worker@${worker}`)
              : workers[worker]!.succeed(finished(owned[task]!)),
          ),
        );
        for (const [index, { taskId, attempt }] of owned.entries()) {
          const own = outcomes.filter((_, at) => drawn[at]!.task === index);
          const successes = own.filter((outcome) => outcome !== null && 'completedAt' in outcome);
          const claims = own.flatMap((outcome) => (outcome && 'snapshot' in outcome ? [outcome.snapshot.attempt] : []));
          expect(successes.length).toBeLessThanOrEqual(1);
          expect(new Set(claims).size).toBe(claims.length);
          const task = await findTask(ledger.database, taskId);
          expect(task?.attempt).toBe(attempt + claims.length);
          expect(task?.status).toBe(successes.length === 1 ? 'SUCCESS' : 'PROCESSING');
        }
      }),
      { numRuns: 25 },
    );
  });
});
