import type { FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { requestDescriber } from './describe-request.js';

const userId = '00000000-0000-4000-8000-000000000001';
const taskId = '00000000-0000-4000-8000-0000000000aa';
const request = (fields: object) => fields as FastifyRequest;
const byPatient = request({ principal: { userId, role: 'patient' }, params: { task_id: taskId } });

it('a caller has one pseudonym per key, which does not hold the id', () => {
  const describe = requestDescriber('a key');
  const { caller } = describe(byPatient);
  expect(caller).toMatch(/^[\w-]{16}$/);
  expect(describe(byPatient)['caller']).toBe(caller);
  expect(requestDescriber('a key')(byPatient)['caller']).toBe(caller);
  expect(requestDescriber('another key')(byPatient)['caller']).not.toBe(caller);
  expect(requestDescriber()(byPatient)['caller']).not.toBe(requestDescriber()(byPatient)['caller']);
});

it('a line names the task and the role', () => {
  expect(requestDescriber()(byPatient)).toMatchObject({ taskId, role: 'patient' });
});

it.each([{ params: {} }, { params: null }, { params: { task_id: 7 } }])('a line of %j names neither', (fields) => {
  expect(requestDescriber()(request(fields))).toEqual({});
});
