import { taskStates } from '@vocalborn/task';
import { expect, it } from 'vitest';
import { affected, refusals } from './bulk-outcome.js';

const oneOfEach = taskStates.map((state) => ({ task_id: state, state }));

it('runs again only what failed or was cancelled, and cancels only what has not ended', () => {
  expect(affected('retry', oneOfEach).map(({ state }) => state)).toEqual(['FAILURE', 'REVOKED']);
  expect(affected('revoke', oneOfEach).map(({ state }) => state)).toEqual(['PENDING', 'PROCESSING', 'RETRY']);
});

it('counts the tasks of each reason', () => {
  const codes: (string | null)[] = ['not-found', 'task-ended', null, 'task-ended'];
  const results = codes.map((code, index) => ({ task_id: String(index), done: code === null, code, reason: code }));
  expect(refusals(results)).toEqual([
    ['task-ended', 2],
    ['not-found', 1],
  ]);
});
