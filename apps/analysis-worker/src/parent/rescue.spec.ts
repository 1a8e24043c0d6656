import { claimTask, findTask, maxLostAttempts } from '@vocalborn/task-ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silent, WorkerLedger } from '../fixtures/worker-ledger.js';
import type { RunningAttempt } from '../messages.js';
import { Rescue } from './rescue.js';

let ledger: WorkerLedger;
let rescue: Rescue;
beforeAll(async () => {
  ledger = await WorkerLedger.open();
  rescue = new Rescue(ledger.lifecycle, ledger.queue, silent);
});
afterAll(() => ledger.close());

async function running(): Promise<RunningAttempt> {
  const taskId = await ledger.task();
  await claimTask(ledger.database, taskId, 'worker@spec');
  return { taskId, attempt: 1, phase: 'working' };
}

const rescued = async (attempt: RunningAttempt, given: { wasHealthy: boolean; tooLong?: RunningAttempt[] }) => {
  const attempts = { active: [attempt], queueToken: 'token' };
  await rescue.rescue({ attempts, tooLong: [], ...given });
  return findTask(ledger.database, attempt.taskId);
};

describe('the attempt of a child that is gone', () => {
  it('is handed back when the child was healthy', async () => {
    expect(await rescued(await running(), { wasHealthy: true })).toMatchObject({
      status: 'PROCESSING',
      step: 'handed_over',
    });
  });

  it('is left for the next claim when the child died by itself, and counts as lost', async () => {
    const attempt = await running();
    expect(await rescued(attempt, { wasHealthy: false })).toMatchObject({ status: 'PROCESSING', step: 'initialising' });
    for (let lost = 0; lost < maxLostAttempts; lost += 1) {
      expect(await claimTask(ledger.database, attempt.taskId, 'worker@next')).not.toBeNull();
    }
    expect(await claimTask(ledger.database, attempt.taskId, 'worker@next')).toBeNull();
  });

  it.each([true, false])(
    'ends as a timeout when it was over the hard limit; the child was healthy: %s',
    async (wasHealthy) => {
      const attempt = await running();
      expect(await rescued(attempt, { wasHealthy, tooLong: [attempt] })).toMatchObject({
        status: 'RETRY',
        error: { kind: 'timeout', message: 'The analysis took too long and was stopped.' },
      });
    },
  );

  it('is left alone when another attempt owns the task', async () => {
    const attempt = await running();
    await claimTask(ledger.database, attempt.taskId, 'worker@other');
    expect(await rescued(attempt, { wasHealthy: true, tooLong: [attempt] })).toMatchObject({
      status: 'PROCESSING',
      attempt: 2,
      workerName: 'worker@other',
    });
  });
});
