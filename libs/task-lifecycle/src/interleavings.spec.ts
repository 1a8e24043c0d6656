import { isFinal, stateRank, TaskError, type TaskSnapshot } from '@vocalborn/task';
import { findResult, findTask } from '@vocalborn/task-ledger';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AttemptLostError, type Attempt } from './attempt.js';
import { LifecycleStage, result } from './fixtures/lifecycle-stage.js';

let stage: LifecycleStage;
beforeAll(async () => {
  stage = await LifecycleStage.open();
});
afterAll(() => stage.close());

describe('in any order of deliveries, steps and endings of all attempts', () => {
  const action = fc.record({
    verb: fc.constantFrom(
      'deliver',
      'reach',
      'succeed',
      'fail',
      'fail for good',
      'hand back',
      'cancel',
      'rerun',
      'flush cache',
    ),
    who: fc.nat(5),
  });

  it('a task ends at most once, has a result exactly when it succeeded, and never moves backwards', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 3, maxLength: 14 }), async (actions) => {
        const taskId = await stage.accepted();
        const attempts: Attempt[] = [];
        let endings = 0;
        let reruns = 0;
        let before = await findTask(stage.database, taskId);
        for (const { verb, who } of actions) {
          endings += await act(verb, taskId, attempts, who);
          await stage.lifecycle.flush();
          const now = await findTask(stage.database, taskId);
          expect(orderOf(now)).toBeGreaterThanOrEqual(orderOf(before));
          const rerun = before !== null && isFinal(before.status) && now?.status === 'PENDING';
          reruns += rerun ? 1 : 0;
          if (rerun) expect(verb).toBe('rerun');
          else if (before && isFinal(before.status)) expect(now).toEqual(before);
          before = now;
        }
        expect(endings).toBe(reruns + (before && isFinal(before.status) ? 1 : 0));
        expect((await findResult(stage.database, taskId)) !== null).toBe(before?.status === 'SUCCESS');
      }),
      { numRuns: 60 },
    );
  });
});

/** Performs one action on behalf of one of the attempts; returns 1 when it ended the task. */
async function act(verb: string, taskId: string, attempts: Attempt[], who: number): Promise<number> {
  if (verb === 'flush cache') await stage.redis.flushdb();
  if (verb === 'deliver') {
    await stage.makeDue(taskId);
    const taken = await stage.lifecycle.start(taskId, `worker@${attempts.length}`);
    if (taken) attempts.push(taken.attempt);
    return taken === null && (await findTask(stage.database, taskId))?.traceback?.includes('lost their worker') ? 1 : 0;
  }
  if (verb === 'cancel') return (await stage.lifecycle.cancel(taskId)) ? 1 : 0;
  if (verb === 'rerun') await stage.lifecycle.rerun(taskId);
  const attempt = attempts[who % Math.max(1, attempts.length)];
  if (!attempt) return 0;
  if (verb === 'hand back') await attempt.handBack();
  if (verb === 'reach') reach(attempt);
  if (verb === 'succeed') return (await attempt.succeed(result)).end === 'success' ? 1 : 0;
  if (verb === 'fail') return (await attempt.fail(new TaskError('network', 'away'))).end === 'failure' ? 1 : 0;
  if (verb === 'fail for good') return (await attempt.fail(new TaskError('file', 'damaged'))).end === 'failure' ? 1 : 0;
  return 0;
}

function reach(attempt: Attempt): void {
  try {
    attempt.reach('scoring');
  } catch (error) {
    expect(error).toBeInstanceOf(AttemptLostError);
  }
}

const orderOf = (task: TaskSnapshot | null): number => (task ? task.attempt * 10 + stateRank[task.status] : -1);
