import { errorKinds, stepNames, steps, taskStates, type TaskSnapshot } from '@vocalborn/task';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSnapshot, encodeSnapshot } from './codec.js';

const time = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString());
/** The word `null` stands for no value. */
const text = fc.string({ minLength: 1 }).filter((value) => value !== 'null');
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const step = fc.constantFrom(...stepNames);

const snapshot: fc.Arbitrary<TaskSnapshot> = fc.record({
  taskId: fc.uuid(),
  userId: fc.uuid(),
  practiceRecordId: fc.uuid(),
  status: fc.constantFrom(...taskStates),
  attempt: fc.nat(),
  progress: fc.nat(100),
  step,
  steps: fc.array(fc.record({ step, progress: fc.nat(100), at: time }), { maxLength: 5 }),
  workerName: maybe(text),
  createdAt: time,
  startedAt: maybe(time),
  completedAt: maybe(time),
  retryCount: fc.nat(),
  maxRetries: maybe(fc.nat()),
  nextRetryAt: maybe(time),
  error: maybe(fc.record({ kind: fc.constantFrom(...errorKinds), message: text })),
  traceback: maybe(text),
  resultId: maybe(fc.uuid()),
});

describe('a hash of the result cache', () => {
  it('gives back every snapshot as it was written', () => {
    fc.assert(
      fc.property(snapshot, (task) => {
        expect(decodeSnapshot(encodeSnapshot(task))).toEqual(task);
      }),
    );
  });

  it('has the same fields for every task, all of them text', () => {
    const fields = (task: TaskSnapshot) => Object.keys(encodeSnapshot(task)).toSorted();
    fc.assert(
      fc.property(snapshot, snapshot, (one, other) => {
        expect(fields(one)).toEqual(fields(other));
        expect(Object.values(encodeSnapshot(one)).every((value) => typeof value === 'string')).toBe(true);
      }),
    );
  });

  it('shows what Celery shows', () => {
    fc.assert(
      fc.property(snapshot, (task) => {
        expect(encodeSnapshot(task)).toMatchObject({
          children: '[]',
          current_step: steps[task.step].text['zh-TW'],
          result: task.resultId === null ? 'null' : JSON.stringify({ result_id: task.resultId }),
          failed_at: task.status === 'FAILURE' ? (task.completedAt ?? 'null') : 'null',
          date_done: task.completedAt ?? 'null',
        });
      }),
    );
  });

  it.each(['task_id', 'user_id', 'practice_record_id', 'created_at', 'status'])(
    'without %s is no snapshot',
    (field) => {
      fc.assert(
        fc.property(snapshot, (task) => {
          const rest = Object.entries(encodeSnapshot(task)).filter(([name]) => name !== field);
          expect(decodeSnapshot(Object.fromEntries(rest))).toBeNull();
        }),
        { numRuns: 5 },
      );
    },
  );
});
