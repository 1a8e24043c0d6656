import { errorKinds, snapshotFieldEntries, stepNames, taskStates } from '@vocalborn/task';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestLedger } from './fixtures/test-ledger.js';
import { snapshotColumns, snapshotOf, type SnapshotRow } from './snapshot-row.js';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
});
afterAll(() => ledger.close());

const typesOf = { text: ['text', 'uuid'], integer: ['integer', 'smallint'], time: ['timestamp with time zone'] };

it.each(snapshotFieldEntries)('the column of %s exists with a type that fits', async (_, { column, type }) => {
  const statement = `select data_type from information_schema.columns
    where table_name = 'ai_analysis_tasks' and column_name = $1`;
  const [found] = await ledger.database.query<{ data_type: string }>(statement, [column]);
  expect(typesOf[type]).toContain(found?.data_type);
});

it('the list of columns can be selected', async () => {
  const rows = await ledger.database.query<object[]>(`select ${snapshotColumns('t')} from ai_analysis_tasks t`);
  expect(rows).toEqual([]);
});

describe('the snapshot of a row', () => {
  const time = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) });
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
  const row = fc.record({
    task_id: fc.uuid(),
    user_id: fc.uuid(),
    practice_record_id: fc.uuid(),
    status: fc.constantFrom(...taskStates),
    attempt: fc.nat(),
    progress: fc.nat(100),
    current_step: fc.constantFrom(...stepNames),
    worker_name: maybe(fc.string()),
    created_at: time,
    started_at: maybe(time),
    completed_at: maybe(time),
    retry_count: fc.nat(),
    max_retries: maybe(fc.nat()),
    next_retry_at: maybe(time),
    traceback: maybe(fc.string()),
    result_id: maybe(fc.uuid()),
    error_kind: maybe(fc.constantFrom(...errorKinds)),
    error_message: maybe(fc.string({ minLength: 1 })),
  }) satisfies fc.Arbitrary<SnapshotRow>;

  it('has every column, with times as text', () => {
    fc.assert(
      fc.property(row, (given) => {
        const snapshot = snapshotOf(given);
        for (const [name, { column, type }] of snapshotFieldEntries) {
          const stored = given[column as keyof typeof given];
          expect(snapshot[name]).toBe(type === 'time' && stored ? (stored as Date).toISOString() : stored);
        }
      }),
    );
  });

  it('has an error when both kind and message are stored', () => {
    fc.assert(
      fc.property(row, (given) => {
        const { error_kind: kind, error_message: message } = given;
        expect(snapshotOf(given).error).toEqual(kind && message ? { kind, message } : null);
      }),
    );
  });

  it('has no steps', () => {
    fc.assert(fc.property(row, (given) => snapshotOf(given).steps.length === 0));
  });
});
