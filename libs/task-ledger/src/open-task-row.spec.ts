import { seedIds } from '@vocalborn/database';
import { taskStates } from '@vocalborn/task';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failed, finished, TestLedger, type OwnedAttempt } from './fixtures/test-ledger.js';
import {
  acceptTask,
  cancelTask,
  claimTask,
  failExhaustedTask,
  failTask,
  findTask,
  handBack,
  maxLostAttempts,
  rerunTask,
  scheduleRetry,
  succeedTask,
  type AcceptRequest,
} from './index.js';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
});
afterAll(() => ledger.close());
beforeEach(() => ledger.clear());

/** Compares open_tasks with the states of all tasks and with the times of planned retries. */
async function expectAgreement(): Promise<void> {
  const expected = await ledger.database.query(
    `select practice_record_id, task_id, status = 'PROCESSING' as running from ai_analysis_tasks
     where status in ('PENDING', 'PROCESSING', 'RETRY') order by task_id`,
  );
  const rows = 'select practice_record_id, task_id, running from open_tasks order by task_id';
  expect(await ledger.database.query(rows)).toEqual(expected);
  const mistimed = `select from open_tasks join ai_analysis_tasks using (task_id)
    where status = 'RETRY' and due_at <> next_retry_at`;
  expect(await ledger.database.query(mistimed)).toEqual([]);
}

const recordOf = async (taskId: string): Promise<string> =>
  (await findTask(ledger.database, taskId))?.practiceRecordId ?? '';

const request = (practiceRecordId: string, changes: Partial<AcceptRequest> = {}): AcceptRequest => ({
  taskId: randomUUID(),
  caller: { userId: seedIds.patient, role: 'patient' },
  practiceRecordId,
  params: {},
  idempotency: null,
  ...changes,
});

const commands = {
  accept: async ({ taskId }) => acceptTask(ledger.database, request(await recordOf(taskId))),
  claim: ({ taskId }) => claimTask(ledger.database, taskId, 'worker@two'),
  succeed: (owned) => succeedTask(ledger.database, finished(owned)),
  retry: (owned) => scheduleRetry(ledger.database, failed(owned), 60_000),
  fail: (owned) => failTask(ledger.database, failed(owned)),
  handBack: (owned) => handBack(ledger.database, { ...owned, steps: [] }),
  cancel: ({ taskId }) => cancelTask(ledger.database, taskId),
  rerun: ({ taskId }) => rerunTask(ledger.database, taskId),
} satisfies Record<string, (owned: OwnedAttempt) => Promise<unknown>>;
const names = Object.keys(commands) as (keyof typeof commands)[];

describe('the open tasks', () => {
  it.each(names)('agree with the states of all tasks after the command %s', async (name) => {
    for (const state of taskStates) {
      await commands[name](await ledger.in(state));
      await expectAgreement();
    }
  });

  it('lose a task whose workers were lost too often', async () => {
    const { taskId } = await ledger.running();
    for (let lost = 0; lost < maxLostAttempts; lost += 1) await claimTask(ledger.database, taskId, 'worker@next');
    await expectAgreement();
    expect(await failExhaustedTask(ledger.database, failed({ taskId, attempt: maxLostAttempts + 1 }))).not.toBeNull();
    await expectAgreement();
  });

  it('agree with the states after many commands at the same time', async () => {
    const records = await Promise.all(Array.from({ length: 3 }, () => ledger.record()));
    const owned = await Promise.all(records.map((record) => ledger.running(record)));
    for (let round = 0; round < 20; round += 1) {
      const given = owned.flatMap((each, index) =>
        names.map((name, at) => ({ ...each, name, order: (at * 7 + round * 3 + index) % names.length })),
      );
      given.sort((a, b) => a.order - b.order);
      await Promise.all(given.map(({ name, ...each }) => commands[name](each)));
      await expectAgreement();
    }
  });
});

describe('a second task of a record', () => {
  it('is refused by the open one, whatever status the record was given', async () => {
    const recordId = await ledger.record();
    await ledger.running(recordId);
    await ledger.database.query(
      `update practice_records set record_status = 'recorded' where practice_record_id = $1`,
      [recordId],
    );
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => acceptTask(ledger.database, request(recordId))));
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['analysis-running']));
    await expectAgreement();
  });

  it('is not left open by requests for several records with one idempotency key', async () => {
    const records = await Promise.all(Array.from({ length: 8 }, () => ledger.record()));
    const idempotency = { key: randomUUID(), fingerprint: 'x' };
    const outcomes = await Promise.all(
      records.map((record) => acceptTask(ledger.database, request(record, { idempotency }))),
    );
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual([
      'accepted',
      ...Array.from({ length: 7 }, () => 'replayed'),
    ]);
    await expectAgreement();
  });
});
