import { seedIds } from '@vocalborn/database';
import { taskStates } from '@vocalborn/task';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusedFields, seesThePatient, StartedGateway, type Asked } from '../fixtures/started-gateway.js';

let gateway: StartedGateway;
const made: string[] = [];
beforeAll(async () => {
  gateway = await StartedGateway.start();
  for (const state of taskStates) made.unshift(await gateway.task(state));
});
afterAll(() => gateway.stop());

const list = (query = '', asked?: Asked) => gateway.ask('GET', `/tasks${query}`, asked);
const tasksOf = (body: unknown) => (body as { tasks: { task_id: string }[] }).tasks;
const idsOf = (body: unknown): string[] => tasksOf(body).map((task) => task.task_id);

describe('a list of tasks', () => {
  it('has the newest first, each with its owner and without its steps', async () => {
    const { status, headers, body } = await list();
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(idsOf(body)).toEqual(made);
    expect(body.next_cursor).toBeNull();
    expect(body.tasks[0]).toMatchObject({ status: 'revoked', user_id: seedIds.patient, current_step: '已取消' });
    expect(body.tasks[0]).not.toHaveProperty('steps');
  });

  it.each(seesThePatient)('shows %s the tasks of the patient: %s', async (as, may) => {
    expect(idsOf((await list('', { as })).body)).toEqual(may ? made : []);
  });

  it('needs a token', async () => {
    expect((await list('', { as: 'nobody' })).status).toBe(401);
  });

  it('is in the language of the caller', async () => {
    const { body } = await list('?limit=1', { headers: { 'accept-language': 'en' } });
    expect(body.tasks[0].current_step).toBe('Cancelled');
  });
});

describe('a filter', () => {
  it.each(taskStates)('status=%s keeps the tasks in this state, in any case of the letters', async (state) => {
    const expected = [made.toReversed()[taskStates.indexOf(state)]];
    expect(idsOf((await list(`?status=${state}`)).body)).toEqual(expected);
    expect(idsOf((await list(`?status=${state.toLowerCase()}`)).body)).toEqual(expected);
  });

  it('practice_record_id keeps the tasks of a record, and shows them to nobody else', async () => {
    const query = `?practice_record_id=${await gateway.recordOf(made[2] ?? '')}`;
    expect(idsOf((await list(query)).body)).toEqual([made[2]]);
    expect(idsOf((await list(query, { as: 'otherPatient' })).body)).toEqual([]);
    expect(idsOf((await list(`?practice_record_id=${randomUUID()}`)).body)).toEqual([]);
  });

  it('combines with another filter', async () => {
    const query = `?practice_record_id=${await gateway.recordOf(made[0] ?? '')}`;
    expect(idsOf((await list(`${query}&status=revoked`)).body)).toEqual([made[0]]);
    expect(idsOf((await list(`${query}&status=success`)).body)).toEqual([]);
  });
});

describe('pages', () => {
  it.each([1, 2, 4, 5, 6, 100])('of %i tasks hold every task once, in order', async (limit) => {
    const [found, sizes]: [string[], number[]] = [[], []];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await list(`?limit=${limit}${cursor && `&cursor=${cursor}`}`);
      found.push(...idsOf(body));
      sizes.push(tasksOf(body).length);
      cursor = body.next_cursor as string | null;
    }
    expect(found).toEqual(made);
    expect(sizes).toHaveLength(Math.ceil(made.length / limit));
  });

  it('stay the same when a task is added in between', async () => {
    const { body: first } = await list('?limit=2&status=pending');
    const added = await gateway.task('FAILURE');
    const { body: second } = await list(`?limit=100&cursor=${(await list('?limit=1')).body.next_cursor}`);
    expect(idsOf(first)).toHaveLength(1);
    expect(idsOf(second)).toEqual(made);
    made.unshift(added);
  });

  it('show a cursor of one caller nothing more to another caller', async () => {
    const { body } = await list('?limit=1');
    const answer = await list(`?cursor=${body.next_cursor}`, { as: 'otherPatient' });
    expect(answer.body).toEqual({ tasks: [], next_cursor: null });
  });
});

describe('a query', () => {
  const oldest = Buffer.from(`oldest|1|${seedIds.patient}`).toString('base64url');
  const hostile = Buffer.from(`newest|1; drop table users|${seedIds.patient}`).toString('base64url');
  it.each([
    ['status=done', 'status'],
    ['status=', 'status'],
    ['status=pending&status=retry', 'status'],
    ['status[a]=pending', 'status[a]'],
    ['practice_record_id=x', 'practice_record_id'],
    ['practice_record_id=', 'practice_record_id'],
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['cursor=', 'cursor'],
    ['cursor=x', 'cursor'],
    ['cursor=%00', 'cursor'],
    ['cursor=a&cursor=b', 'cursor'],
    [`cursor=${oldest}`, 'cursor'],
    [`cursor=${hostile}`, 'cursor'],
    [`user_id=${seedIds.otherPatient}`, 'user_id'],
  ])('%s is refused for its field', async (query, field) => {
    const { status, body } = await list(`?${query}`);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid-request' });
    expect(refusedFields(body)).toEqual([field]);
  });
});
