import { seedIds } from '@vocalborn/database';
import { mayActFor, roles, type Caller } from '@vocalborn/task';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestLedger } from './fixtures/test-ledger.js';
import { acceptTask, searchTasks } from './index.js';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
});
afterAll(() => ledger.close());

const { patient, otherPatient, therapist, admin } = seedIds;
const users = { patient, otherPatient, therapist, admin, stranger: '00000000-0000-4000-8000-0000000000ff' };
type User = keyof typeof users;
const userNames = Object.keys(users) as User[];
const owners = ['patient', 'otherPatient', 'therapist'] as const;

const isClient = async (therapistId: string, patientId: string): Promise<boolean> => {
  const statement = 'select from therapist_clients where therapist_id = $1 and patient_id = $2';
  return (await ledger.database.query<object[]>(statement, [therapistId, patientId])).length > 0;
};

const cases = roles.flatMap((role) => userNames.flatMap((user) => owners.map((owner) => [user, role, owner] as const)));

describe('the SQL conditions agree with mayActFor', () => {
  it.each(cases)('for %s as %s and a record of %s', async (user, role, owner) => {
    const caller: Caller = { userId: users[user], role };
    const may = await mayActFor(caller, users[owner], isClient);
    const practiceRecordId = await ledger.record('recorded', users[owner]);
    const filter = { practiceRecordId, visibleTo: caller };
    const taskId = randomUUID();
    const request = { taskId, caller, practiceRecordId, params: {}, idempotency: null };
    const { outcome } = await acceptTask(ledger.database, request);
    expect(outcome).toBe(may ? 'accepted' : 'record-not-found');
    if (!may) await ledger.pending(practiceRecordId);
    const { tasks } = await searchTasks(ledger.database, filter, { order: 'newest', limit: 5 });
    expect(tasks).toHaveLength(may ? 1 : 0);
  });

  it('follow a change of the clients at once', async () => {
    const caller = { userId: therapist, role: 'therapist' } as const;
    const practiceRecordId = await ledger.record('recorded', otherPatient);
    await ledger.pending(practiceRecordId);
    const seen = async () => {
      const filter = { practiceRecordId, visibleTo: caller };
      return (await searchTasks(ledger.database, filter, { order: 'newest', limit: 5 })).tasks.length;
    };
    expect(await seen()).toBe(0);
    const values = [therapist, otherPatient];
    await ledger.database.query('insert into therapist_clients (therapist_id, patient_id) values ($1, $2)', values);
    expect(await seen()).toBe(1);
    await ledger.database.query('delete from therapist_clients where therapist_id = $1 and patient_id = $2', values);
    expect(await seen()).toBe(0);
  });
});
