import { errorKinds, stepNames, steps, taskStates, type TaskSnapshot } from '@vocalborn/task';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSnapshot, encodeSnapshot } from './codec.js';

const time = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString());
const text = fc.string();
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

describe('the encoding of a snapshot', () => {
  it('gives back every snapshot as it was written', () => {
    fc.assert(
      fc.property(snapshot, (task) => {
        const encoded = encodeSnapshot(task);
        expect(decodeSnapshot(encoded.snapshot, encoded.steps)).toEqual(task);
        expect(encoded.changes).toBe('');
      }),
    );
  });

  it('tells only what changed within an attempt', () => {
    fc.assert(
      fc.property(snapshot, step, fc.nat(100), (task, newStep, progress) => {
        const { changes, stepText } = encodeSnapshot({ ...task, step: newStep, progress }, task);
        const expected = {
          ...(newStep === task.step ? {} : { step: newStep }),
          ...(progress === task.progress ? {} : { progress }),
        };
        expect(JSON.parse(changes)).toEqual(expected);
        expect(stepText).toBe(steps[newStep].text['zh-TW']);
      }),
    );
  });

  it('tells everything of another attempt', () => {
    fc.assert(
      fc.property(snapshot, (task) => {
        expect(encodeSnapshot({ ...task, attempt: task.attempt + 1 }, task).changes).toBe('');
      }),
    );
  });

  it('without one of its fields is no snapshot', () => {
    expect(decodeSnapshot(null, '[]')).toBeNull();
    expect(decodeSnapshot('{}', null)).toBeNull();
  });
});
