import { expect, it } from 'vitest';
import { nameOperations } from './operation-ids.js';

const document = () => ({
  paths: {
    '/tasks': { get: { operationId: 'TasksController_list' }, post: {}, parameters: [] },
    '/tasks/{task_id}': { delete: {} },
  },
});

const ids = { 'GET /tasks': 'listTasks', 'POST /tasks': 'addTask', 'DELETE /tasks/{task_id}': 'cancelTask' };

it('names operations by method and path and leaves the rest of a path alone', () => {
  expect(nameOperations(document(), ids).paths).toEqual({
    '/tasks': { get: { operationId: 'listTasks' }, post: { operationId: 'addTask' }, parameters: [] },
    '/tasks/{task_id}': { delete: { operationId: 'cancelTask' } },
  });
});

it.each([
  [
    'an operation without a name',
    { 'GET /tasks': 'a', 'POST /tasks': 'b' },
    /missing for \[DELETE \/tasks\/{task_id}\]/,
  ],
  ['a name without an operation', { ...ids, 'PUT /tasks': 'c' }, /unused for \[PUT \/tasks\]/],
])('reports %s', (_, given, message) => {
  expect(() => nameOperations(document(), given)).toThrow(message);
});
