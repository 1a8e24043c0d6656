import { connectDatabase, inTransaction, seedIds } from '@vocalborn/database';
import { waitFor } from '@vocalborn/system-harness';
import { mayActFor, roles, type Caller, type TaskState } from '@vocalborn/task';
import { rerunTask, scheduleRetry, WorkerWrites } from '@vocalborn/task-ledger';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { patient, succeeded, TestOutbox } from '../fixtures/test-outbox.js';

let outbox: TestOutbox;
beforeAll(async () => {
  outbox = await TestOutbox.open();
});
afterAll(() => outbox.close());
afterEach(() => outbox.clear());

const statusOf = async (taskId: string): Promise<TaskState | undefined> => {
  const statement = 'select status from ai_analysis_tasks where task_id = $1';
  return (await outbox.database.query<{ status: TaskState }>(statement, [taskId]))[0]?.status;
};

describe('the end of a task', () => {
  it.each([
    ['a success', 'SUCCESS', async (taskId: string) => outbox.succeed(taskId)],
    ['a final failure', 'FAILURE', async (taskId: string) => outbox.fail(taskId)],
    ['a cancellation', 'REVOKED', async (taskId: string) => outbox.cancel(taskId)],
  ] as const)('by %s writes one message', async (_, taskStatus, end) => {
    const webhook = await outbox.webhook();
    const taskId = await outbox.running();
    await end(taskId);
    await end(taskId);
    const message = await outbox.message(webhook);
    expect(message).toMatchObject({ taskId, taskStatus, state: 'pending', attempts: 0, responseStatus: null });
  });

  it('in a group writes one message for each task of it', async () => {
    const webhook = await outbox.webhook();
    const taskIds = await Promise.all(Array.from({ length: 20 }, () => outbox.running()));
    const worker = new WorkerWrites(outbox.database);
    await Promise.all(taskIds.map((taskId) => worker.succeed(succeeded(taskId))));
    const messages = await outbox.messages(webhook);
    expect(messages.map(({ taskId }) => taskId).toSorted()).toEqual(taskIds.toSorted());
  });

  it('writes a message for each ending when the task is run again', async () => {
    const webhook = await outbox.webhook();
    const taskId = await outbox.running();
    await outbox.fail(taskId);
    await rerunTask(outbox.database, taskId);
    await outbox.cancel(taskId);
    const messages = await outbox.messages(webhook);
    expect(messages.map(({ taskStatus }) => taskStatus)).toEqual(['REVOKED', 'FAILURE']);
  });

  it('that is rolled back writes nothing', async () => {
    const webhook = await outbox.webhook();
    const taskId = await outbox.running();
    const rolledBack = inTransaction(outbox.database, async (query) => {
      await query(
        `with ended as (update ai_analysis_tasks set status = 'REVOKED', completed_at = now() where task_id = $1)
         delete from open_tasks where task_id = $1`,
        [taskId],
      );
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    expect(await outbox.messages(webhook)).toEqual([]);
  });

  it('is not the end of an attempt that is retried', async () => {
    const webhook = await outbox.webhook();
    const fault = { kind: 'network', message: 'x', traceback: 'Error: x' } as const;
    const failed = { taskId: await outbox.running(), attempt: 1, steps: [], fault, retryCount: 1, maxRetries: 5 };
    await scheduleRetry(outbox.database, failed, 1_000);
    expect(await outbox.messages(webhook)).toEqual([]);
  });

  it('succeeds when its message cannot be written', async () => {
    await outbox.webhook();
    const taskId = await outbox.running();
    await outbox.database.query('alter table webhook_deliveries rename to webhook_deliveries_gone');
    await outbox.succeed(taskId);
    await outbox.database.query('alter table webhook_deliveries_gone rename to webhook_deliveries');
    expect(await statusOf(taskId)).toBe('SUCCESS');
  });

  it('does not wait for a webhook that is being deleted', async () => {
    const webhook = await outbox.webhook();
    const taskId = await outbox.running();
    await inTransaction(outbox.database, async (query) => {
      await query('delete from webhooks where webhook_id = $1', [webhook.webhookId]);
      await outbox.succeed(taskId);
    });
    expect(await statusOf(taskId)).toBe('SUCCESS');
  });
});

describe('a webhook', () => {
  it('gets only the events that it asked for', async () => {
    const webhook = await outbox.webhook({ events: ['task.failed'] });
    await outbox.succeed(await outbox.running());
    const failed = await outbox.running();
    await outbox.fail(failed);
    expect(await outbox.message(webhook)).toMatchObject({ taskId: failed });
  });

  it('gets nothing while it is disabled', async () => {
    const webhook = await outbox.webhook();
    await outbox.database.query(`update webhooks set disabled_at = now(), disabled_reason = 'gone'`);
    await outbox.succeed(await outbox.running());
    expect(await outbox.messages(webhook)).toEqual([]);
  });

  const { therapist, otherPatient, admin } = seedIds;
  const users = { patient: patient.userId, otherPatient, therapist, admin, stranger: randomUUID() };
  const cases = roles.flatMap((role) => Object.keys(users).map((name) => [name as keyof typeof users, role] as const));

  it.each(cases)('of %s as %s is told of the tasks that its owner may see', async (name, role) => {
    const owner: Caller = { userId: users[name], role };
    const webhook = await outbox.webhook({ owner });
    const may = await mayActFor(owner, patient.userId, async (therapistId, patientId) => {
      const statement = 'select from therapist_clients where therapist_id = $1 and patient_id = $2';
      return (await outbox.database.query<object>(statement, [therapistId, patientId])).length > 0;
    });
    await outbox.succeed(await outbox.running());
    expect(await outbox.messages(webhook)).toHaveLength(may ? 1 : 0);
  });

  it('is told what its owner may see at the time of the ending', async () => {
    const webhook = await outbox.webhook({ owner: { userId: therapist, role: 'therapist' } });
    const [before, after] = [await outbox.running(otherPatient), await outbox.running(otherPatient)];
    await outbox.succeed(before);
    const values = [therapist, otherPatient];
    await outbox.database.query('insert into therapist_clients (therapist_id, patient_id) values ($1, $2)', values);
    await outbox.succeed(after);
    await outbox.database.query('delete from therapist_clients where therapist_id = $1 and patient_id = $2', values);
    expect(await outbox.message(webhook)).toMatchObject({ taskId: after });
  });

  it('loses the messages of a task that is deleted', async () => {
    const webhook = await outbox.webhook();
    const taskId = await outbox.running();
    await outbox.succeed(taskId);
    await outbox.database.query('delete from ai_analysis_tasks where task_id = $1', [taskId]);
    expect(await outbox.messages(webhook)).toEqual([]);
  });
});

describe('with many webhooks of other people', () => {
  it('the trigger reads no table as a whole, however the plan was made', async () => {
    await outbox.database.query(`
      insert into webhooks (webhook_id, owner_id, owner_role, url, receiver, events, secret)
      select gen_random_uuid(), gen_random_uuid(), 'therapist', 'https://x.example', 'x', '{task.succeeded}', 'plain:'
      from generate_series(1, 5000)`);
    await outbox.database.query('analyze webhooks');
    const own = await connectDatabase({ ...outbox.database.options, poolSize: 1 });
    const seqScans = async (): Promise<number> => {
      const [row] = await outbox.database.query<{ read: number }>(
        `select coalesce(sum(seq_tup_read), 0)::int as read from pg_stat_user_tables
         where relname in ('webhooks', 'ai_analysis_tasks', 'webhook_deliveries')`,
      );
      return row?.read ?? 0;
    };
    const taskIds = await Promise.all(Array.from({ length: 12 }, () => outbox.running()));
    await own.query('select pg_stat_force_next_flush()');
    const before = await seqScans();
    for (const taskId of taskIds) await outbox.succeed(taskId, own);
    await own.query('select pg_stat_force_next_flush()');
    await own.close();
    // `exists (select from webhooks)` reads one row of the table.
    await waitFor(async () => (await seqScans()) >= before + taskIds.length, { what: 'Postgres to report the reads' });
    expect(await seqScans()).toBe(before + taskIds.length);
  });
});
