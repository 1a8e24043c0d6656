import { seedIds } from '@vocalborn/database';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestLedger } from '../fixtures/test-ledger.js';
import { GroupCommit } from '../group-commit.js';
import { findTask } from '../queries/find-task.js';
import { acceptTasks, contended, type AcceptOutcome, type AcceptRequest } from './accept-task.js';
import { cancelTask } from './cancel-task.js';
import { rerunTask } from './rerun-task.js';

let ledger: TestLedger;
let records: string[];
beforeAll(async () => {
  ledger = await TestLedger.open();
});
afterAll(() => ledger.close());
beforeEach(async () => {
  records = await Promise.all(Array.from({ length: 5 }, () => ledger.record()));
});

const patient = { userId: seedIds.patient, role: 'patient' } as const;
const stranger = { userId: seedIds.otherPatient, role: 'patient' } as const;

function request(practiceRecordId: string, changes: Partial<AcceptRequest> = {}): AcceptRequest {
  return { taskId: randomUUID(), caller: patient, practiceRecordId, params: {}, idempotency: null, ...changes };
}

const accept = (requests: readonly AcceptRequest[]) => acceptTasks(ledger.database, requests);

describe('a group of requests', () => {
  it('is accepted in one statement, each with its own task, record and parameters', async () => {
    const requests = records.map((record, number) => request(record, { params: { number } }));
    const outcomes = await accept(requests);
    for (const [index, { taskId, practiceRecordId, params }] of requests.entries()) {
      expect(outcomes[index]).toMatchObject({ outcome: 'accepted', snapshot: { taskId, practiceRecordId } });
      const [row] = await ledger.database.query(
        `select t.params, r.record_status, r.ai_task_id, (select count(*)::int from ai_analysis_task_events e
           where e.task_id = t.task_id) as events
         from ai_analysis_tasks t join practice_records r using (practice_record_id) where t.task_id = $1`,
        [taskId],
      );
      expect(row).toEqual({ params, record_status: 'ai_queued', ai_task_id: taskId, events: 1 });
    }
  });

  it('gives each member the outcome that it would have alone', async () => {
    const [running, seen, again] = [
      request(records[0]!),
      request(records[1]!),
      { key: randomUUID(), fingerprint: 'x' },
    ];
    await accept([running, { ...seen, idempotency: again }]);
    const outcomes = await accept([
      request(records[2]!),
      request(records[0]!),
      request(records[3]!, { caller: stranger }),
      request(randomUUID()),
      request(records[4]!, { idempotency: again }),
      request(records[1]!, { idempotency: { ...again, fingerprint: 'y' }, caller: stranger }),
    ]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'accepted',
      'analysis-running',
      'record-not-found',
      'record-not-found',
      'replayed',
      'record-not-found',
    ]);
    expect(outcomes[1]).toMatchObject({ taskId: running.taskId });
    expect(outcomes[4]).toMatchObject({ taskId: seen.taskId, status: 'PENDING' });
  });

  it('writes nothing of any member when the statement fails', async () => {
    const requests = records.map((record) => request(record));
    const broken = { ...request(records[0]!), taskId: 'no uuid' };
    await expect(accept([...requests.slice(1), broken])).rejects.toThrow(/uuid/);
    for (const { taskId } of requests) expect(await findTask(ledger.database, taskId)).toBeNull();
  });
});

describe('a repeated request of a therapist who may no longer see the patient', () => {
  const therapist = { userId: seedIds.therapist, role: 'therapist' } as const;
  const idempotency = { key: 'former', fingerprint: 'x' };
  const clients = (change: string) => ledger.database.query(change, [seedIds.therapist, seedIds.patient]);

  it('learns nothing of the task that its key created, nor may it create another one with the key', async () => {
    const [recordId, ownRecordId] = [await ledger.record(), await ledger.record('recorded', seedIds.therapist)];
    const first = request(recordId, { caller: therapist, idempotency });
    expect(await accept([first])).toMatchObject([{ outcome: 'accepted' }]);
    await clients('delete from therapist_clients where therapist_id = $1 and patient_id = $2');
    const again = request(recordId, { caller: therapist, idempotency });
    const other = request(ownRecordId, { caller: therapist, idempotency: { ...idempotency, fingerprint: 'y' } });
    expect(await accept([again])).toEqual([{ outcome: 'record-not-found' }]);
    expect(await accept([other])).toMatchObject([{ outcome: 'idempotency-key-reused' }]);
    await clients('insert into therapist_clients (therapist_id, patient_id) values ($1, $2)');
    expect(await accept([again])).toMatchObject([{ outcome: 'replayed', taskId: first.taskId }]);
  });
});

describe('a limit of tasks in flight', () => {
  const caller = { userId: seedIds.otherPatient, role: 'patient' } as const;
  const limited = (recordId: string): AcceptRequest => request(recordId, { caller, mostInFlight: 2 });
  const newRecord = () => ledger.record('recorded', caller.userId);

  it('refuses a further task until one has ended, also when a task was run again', async () => {
    const [first] = [limited(await newRecord()), limited(await newRecord())];
    expect(await accept([first])).toMatchObject([{ outcome: 'accepted' }]);
    await accept([limited(await newRecord())]);
    const third = limited(await newRecord());
    expect(await accept([third])).toEqual([{ outcome: 'too-many-in-flight' }]);
    expect(await ledger.recordStatus(third.practiceRecordId)).toBe('recorded');
    await cancelTask(ledger.database, first.taskId);
    await rerunTask(ledger.database, first.taskId);
    expect(await accept([third])).toEqual([{ outcome: 'too-many-in-flight' }]);
    await cancelTask(ledger.database, first.taskId);
    expect(await accept([third])).toMatchObject([{ outcome: 'accepted' }]);
  });

  it('tells of a record that is analysed and not of the limit', async () => {
    const running = request(await newRecord(), { caller });
    await accept([running]);
    expect(await accept([{ ...limited(running.practiceRecordId), mostInFlight: 100 }])).toMatchObject([
      { outcome: 'analysis-running', taskId: running.taskId },
    ]);
  });
});

describe('requests in groups of any size', () => {
  it('have one task per record and per idempotency key, as requests one by one have', async () => {
    const drawn = fc.record({ record: fc.nat(4), key: fc.option(fc.nat(2), { nil: null }), statements: fc.nat(2) });
    await fc.assert(
      fc.asyncProperty(fc.array(drawn, { minLength: 1, maxLength: 12 }), async (given) => {
        const own = await Promise.all(Array.from({ length: 5 }, () => ledger.record()));
        const prefix = randomUUID();
        const requests = given.map(({ record, key }) =>
          request(own[record]!, { idempotency: key === null ? null : { key: `${prefix} ${key}`, fingerprint: 'x' } }),
        );
        const commit = new GroupCommit<AcceptRequest, AcceptOutcome>({
          run: accept,
          contended,
          statements: 1 + (given[0]?.statements ?? 0),
          patienceMs: 0,
          members: 100,
        });
        const outcomes = await Promise.all(requests.map((each) => commit.submit(each)));
        const accepted = requests.filter((_, index) => outcomes[index]?.outcome === 'accepted');
        const isOnce = (values: unknown[]) => new Set(values).size === values.length;
        expect(isOnce(accepted.map(({ practiceRecordId }) => practiceRecordId))).toBe(true);
        expect(isOnce(accepted.flatMap(({ idempotency }) => idempotency?.key ?? []))).toBe(true);
        for (const [index, outcome] of outcomes.entries()) {
          const { taskId } = requests[index]!;
          expect((await findTask(ledger.database, taskId)) !== null).toBe(outcome.outcome === 'accepted');
          expect(['accepted', 'replayed', 'analysis-running']).toContain(outcome.outcome);
        }
      }),
      { numRuns: 25 },
    );
  });
});
