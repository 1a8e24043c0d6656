import { seedIds } from '@vocalborn/database';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusedFields, seesThePatient, StartedGateway, type Asked } from '../fixtures/started-gateway.js';

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await StartedGateway.start();
});
afterAll(() => gateway.stop());

const analyze = (body: unknown, asked: Asked = {}) => gateway.ask('POST', '/analyze', { body, ...asked });
const withKey = (key: string): Asked => ({ headers: { 'idempotency-key': key } });

describe('an accepted request', () => {
  it('answers 202 with the pending task, its position and its address', async () => {
    const practiceRecordId = await gateway.record();
    const { status, headers, body } = await analyze({ practice_record_id: practiceRecordId });
    expect({ status, body }).toEqual({
      status: 202,
      body: {
        task_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        status: 'pending',
        queue_position: expect.any(Number),
      },
    });
    expect(headers['location']).toBe(`/tasks/${body.task_id}`);
    expect(await gateway.recordStatus(practiceRecordId)).toBe('ai_queued');
  });

  it('counts the position up with every task', async () => {
    const [first, second] = [await gateway.record(), await gateway.record()];
    const { body: before } = await analyze({ practice_record_id: first });
    const { body: after } = await analyze({ practice_record_id: second });
    expect(after.queue_position).toBe(Number(before.queue_position) + 1);
  });

  it('takes the record id in upper case', async () => {
    const { status } = await analyze({ practice_record_id: (await gateway.record()).toUpperCase() });
    expect(status).toBe(202);
  });

  it.each([
    [{}],
    [{ language: 'zh-TW', depth: { of: ['nested', 1, true, null] } }],
    [{ toString: 'a name that every object has', valueOf: [{ hasOwnProperty: 1 }] }],
  ])('keeps the parameters %j with the task', async (params) => {
    const { body } = await analyze({ practice_record_id: await gateway.record(), params });
    const statement = 'select params from ai_analysis_tasks where task_id = $1';
    expect(await gateway.database.query(statement, [body.task_id])).toEqual([{ params }]);
  });

  it('takes null as no parameters', async () => {
    const { body } = await analyze({ practice_record_id: await gateway.record(), params: null });
    const statement = 'select params from ai_analysis_tasks where task_id = $1';
    expect(await gateway.database.query(statement, [body.task_id])).toEqual([{ params: {} }]);
  });

  it.each(['recorded', 'ai_analyzed'] as const)('may be for a record that is %s', async (status) => {
    expect((await analyze({ practice_record_id: await gateway.record(status) })).status).toBe(202);
  });
});

describe('the caller', () => {
  it.each(seesThePatient)('%s may submit a record of the patient: %s', async (as, may) => {
    const { status, body } = await analyze({ practice_record_id: await gateway.record() }, { as });
    expect(status).toBe(may ? 202 : 404);
    if (!may) expect(body).toMatchObject({ code: 'not-found', field: 'practice_record_id' });
  });

  it('needs a token', async () => {
    const { status, headers, body } = await analyze({ practice_record_id: seedIds.chineseRecord }, { as: 'nobody' });
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer');
    expect(body).toMatchObject({ code: 'not-authenticated', type: 'urn:vocalborn:problem:not-authenticated' });
  });
});

describe('a record that may not be analysed', () => {
  it.each([
    ['pending', 422, 'record-without-audio'],
    ['analyzed', 409, 'record-already-reviewed'],
  ] as const)('is refused when it is %s: %i %s', async (recordStatus, status, code) => {
    const answer = await analyze({ practice_record_id: await gateway.record(recordStatus) });
    expect(answer).toMatchObject({ status, body: { code, field: 'practice_record_id' } });
  });

  it('is refused while its analysis runs, and the answer names the running task', async () => {
    const request = { practice_record_id: await gateway.record() };
    const { body: first } = await analyze(request);
    expect(await analyze(request)).toMatchObject({
      status: 409,
      body: { code: 'analysis-running', task_id: first.task_id },
    });
  });

  it('is refused when it does not exist', async () => {
    const answer = await analyze({ practice_record_id: randomUUID() });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found', field: 'practice_record_id' } });
  });
});

describe('an idempotency key', () => {
  it('returns the same task for the same request, with the status that the task has now', async () => {
    const [request, asked] = [{ practice_record_id: await gateway.record() }, withKey(randomUUID())];
    const first = await analyze(request, asked);
    await gateway.ask('DELETE', `/tasks/${first.body.task_id}`);
    const again = await analyze(request, asked);
    expect(again.status).toBe(202);
    expect(again.body).toEqual({ task_id: first.body.task_id, status: 'revoked', queue_position: null });
    expect(again.headers['location']).toBe(first.headers['location']);
  });

  it('ignores the case of the record id', async () => {
    const [practiceRecordId, asked] = [await gateway.record(), withKey(randomUUID())];
    const first = await analyze({ practice_record_id: practiceRecordId }, asked);
    const again = await analyze({ practice_record_id: practiceRecordId.toUpperCase() }, asked);
    expect(again).toMatchObject({ status: 202, body: { task_id: first.body.task_id } });
  });

  it.each([
    ['another record', async () => ({ practice_record_id: await gateway.record() })],
    ['other parameters', () => Promise.resolve({ params: { other: true } })],
  ])('is refused for %s', async (_, change) => {
    const [request, asked] = [{ practice_record_id: await gateway.record() }, withKey(randomUUID())];
    await analyze(request, asked);
    const answer = await analyze({ ...request, ...(await change()) }, asked);
    expect(answer).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused', field: 'Idempotency-Key' } });
  });

  it('belongs to one caller: two callers may use the same text', async () => {
    const { headers } = withKey(randomUUID());
    const [one, two] = [await gateway.record(), await gateway.record('recorded', seedIds.otherPatient)];
    const first = await analyze({ practice_record_id: one }, { headers: headers ?? {} });
    const second = await analyze({ practice_record_id: two }, { headers: headers ?? {}, as: 'otherPatient' });
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body.task_id).not.toBe(first.body.task_id);
  });

  it.each([['x'], ['x'.repeat(255)], ['!~']])('may be %s', async (key) => {
    const { status } = await analyze({ practice_record_id: await gateway.record() }, withKey(key));
    expect(status).toBe(202);
  });

  it.each([[''], ['x'.repeat(256)], ['two words'], ['é']])('may not be "%s"', async (key) => {
    const answer = await analyze({ practice_record_id: await gateway.record() }, withKey(key));
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ field: 'Idempotency-Key' }] },
    });
  });
});

describe('a body', () => {
  const recordId = seedIds.chineseRecord;
  it.each([
    [{}, 'practice_record_id'],
    [{ practice_record_id: null }, 'practice_record_id'],
    [{ practice_record_id: 7 }, 'practice_record_id'],
    [{ practice_record_id: 'x' }, 'practice_record_id'],
    [{ practice_record_id: [recordId] }, 'practice_record_id'],
    [{ practice_record_id: `${recordId}\0` }, 'practice_record_id'],
    [{ practice_record_id: "1' or '1'='1" }, 'practice_record_id'],
    [{ practice_record_id: recordId, params: 'x' }, 'params'],
    [{ practice_record_id: recordId, params: [] }, 'params'],
    [{ practice_record_id: recordId, params: { a: 'x'.repeat(4_096) } }, 'params'],
    [{ practice_record_id: recordId, params: { a: 'before\0after' } }, 'params.a'],
    [{ practice_record_id: recordId, params: { 'a\0': 1 } }, 'params'],
    [{ practice_record_id: recordId, params: { a: '\ud800' } }, 'params.a'],
    [{ practice_record_id: recordId, extra: 1 }, 'extra'],
  ])('%j is refused for the field %s', async (body, field) => {
    const answer = await analyze(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(refusedFields(answer.body)).toContain(field);
  });

  const json = { 'content-type': 'application/json' };
  const nested = `{"practice_record_id":"${recordId}","params":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`;
  it.each([
    ['that breaks off', '{"practice_record_id":', json, 400, 'malformed-body'],
    ['without content', '', json, 400, 'malformed-body'],
    ['that sets a prototype', '{"__proto__":{"practice_record_id":"x"}}', json, 400, 'malformed-body'],
    ['with parameters that set a prototype', '{"params":{"__proto__":{}}}', json, 400, 'malformed-body'],
    ['with parameters nested 20,000 times', nested, json, 400, 'invalid-request'],
    ['of a list', '[]', json, 400, 'invalid-request'],
    ['of a text', '"x"', json, 400, 'invalid-request'],
    ['of null', 'null', json, 400, 'invalid-request'],
    ['of more than 64 KiB', JSON.stringify({ a: 'x'.repeat(65_536) }), json, 413, 'body-too-large'],
    ['in XML', '<a/>', { 'content-type': 'text/xml' }, 415, 'unsupported-media-type'],
    ['as a form', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, 400, 'invalid-request'],
  ])('%s is refused', async (_, body, headers, status, code) => {
    expect(await analyze(body, { headers })).toMatchObject({ status, body: { code } });
  });
});
