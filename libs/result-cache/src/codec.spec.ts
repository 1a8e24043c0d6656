import { errorKinds, stepNames, steps, taskStates, type TaskSnapshot } from '@vocalborn/task';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSnapshot, encodeChanges, encodeSnapshot, readFields } from './codec.js';

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

const hashOf = (encoded: readonly string[]): Record<string, string> =>
  Object.fromEntries(encoded.flatMap((field, index) => (index % 2 === 0 ? [[field, encoded[index + 1]!]] : [])));

const decode = (hash: Record<string, string>) => decodeSnapshot(readFields.map((field) => hash[field] ?? null));

describe('the hash of a snapshot', () => {
  it('gives back every snapshot as it was written', () => {
    fc.assert(
      fc.property(snapshot, (task) => {
        expect(decode(hashOf(encodeSnapshot(task)))).toEqual(task);
      }),
    );
  });

  it('has the same fields for every task', () => {
    const fields = (task: TaskSnapshot) => Object.keys(hashOf(encodeSnapshot(task)));
    fc.assert(
      fc.property(snapshot, snapshot, (one, other) => {
        expect(fields(one)).toEqual(fields(other));
      }),
    );
  });

  it('shows what Celery shows', () => {
    fc.assert(
      fc.property(snapshot, (task) => {
        expect(hashOf(encodeSnapshot(task))).toMatchObject({
          children: '[]',
          current_step: steps[task.step].text['zh-TW'],
          result: task.resultId === null ? 'null' : JSON.stringify({ result_id: task.resultId }),
          failed_at: task.status === 'FAILURE' ? (task.completedAt ?? 'null') : 'null',
          date_done: task.completedAt ?? 'null',
        });
      }),
    );
  });

  it('and its changes make the hash of the next snapshot', () => {
    fc.assert(
      fc.property(snapshot, snapshot, (before, task) => {
        const changed = { ...hashOf(encodeSnapshot(before)), ...hashOf(encodeChanges(task, before)) };
        expect(changed).toEqual(hashOf(encodeSnapshot(task)));
      }),
    );
  });

  it('changes at a step only in the progress and the text of the step', () => {
    fc.assert(
      fc.property(snapshot, (task) => {
        const next = { ...task, step: 'scoring', progress: task.progress + 1, steps: [] } as const;
        const changed = Object.keys(hashOf(encodeChanges(next, task)));
        expect(changed.filter((field) => !['snapshot', 'progress', 'current_step'].includes(field))).toEqual([]);
      }),
    );
  });

  it('that was never written is no snapshot', () => {
    expect(decode({})).toBeNull();
  });

  it('whose other fields an older version has written since is no snapshot', () => {
    const written = fc.record({ status: fc.constantFrom(...taskStates), attempt: fc.nat(), progress: fc.nat(100) });
    fc.assert(
      fc.property(snapshot, written, (task, { status, attempt, progress }) => {
        const hash = hashOf(encodeSnapshot(task));
        const isSame = status === task.status && attempt === task.attempt && progress === task.progress;
        const later = { ...hash, status, attempt: String(attempt), progress: String(progress) };
        expect(decode(later)).toEqual(isSame ? task : null);
      }),
    );
  });
});
