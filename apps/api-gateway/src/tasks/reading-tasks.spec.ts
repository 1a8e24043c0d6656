import { seedIds } from '@vocalborn/database';
import { taskStates } from '@vocalborn/task';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { result } from '../fixtures/results.js';
import { seesThePatient, StartedGateway, type Asked } from '../fixtures/started-gateway.js';

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await StartedGateway.start();
});
afterAll(() => gateway.stop());

const read = (path: string, asked?: Asked) => gateway.ask('GET', `/tasks/${path}`, asked);
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

describe('the status of a task', () => {
  it('has every field of the contract', async () => {
    const taskId = await gateway.task('RETRY');
    const { status, headers, body } = await read(taskId);
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toEqual({
      task_id: taskId,
      practice_record_id: await gateway.recordOf(taskId),
      status: 'retry',
      progress: 10,
      current_step: '等待重試',
      step: 'waiting_for_retry',
      worker_name: 'worker@one',
      created_at: time,
      started_at: time,
      completed_at: null,
      queue_position: null,
      retry_count: 1,
      max_retries: 5,
      next_retry_at: time,
      error: { kind: 'network', message: 'The analysis could not reach a service.' },
      result_id: null,
      steps: [{ current_step: '初始化', step: 'initialising', progress: 10, at: time }],
    });
  });

  it.each([
    ['PENDING', { progress: 0, step: 'queued', completed_at: null, error: null }],
    ['PROCESSING', { progress: 10, step: 'initialising', started_at: time, worker_name: 'worker@one' }],
    ['RETRY', { step: 'waiting_for_retry', retry_count: 1, next_retry_at: time }],
    ['SUCCESS', { progress: 100, step: 'completed', completed_at: time, result_id: expect.any(String), error: null }],
    ['FAILURE', { step: 'failed', completed_at: time, error: { kind: 'network' } }],
    ['REVOKED', { step: 'revoked', completed_at: time, result_id: null }],
  ] as const)('of a task that is %s shows %j', async (state, fields) => {
    const { body } = await read(await gateway.task(state));
    expect(body).toMatchObject({ status: state.toLowerCase(), ...fields });
  });

  it('never shows the traceback', async () => {
    const { body } = await read(await gateway.task('FAILURE'));
    expect(JSON.stringify(body)).not.toContain('Error: x');
  });

  it.each([
    [undefined, '等待處理'],
    ['zh-TW', '等待處理'],
    ['en-GB,en;q=0.9', 'Waiting in the queue'],
    ['fr', '等待處理'],
  ])('for the languages "%s" says %s', async (language, text) => {
    const headers = language === undefined ? {} : { 'accept-language': language };
    const { body } = await read(await gateway.task('PENDING'), { headers });
    expect(body).toMatchObject({ current_step: text, steps: [{ current_step: text }] });
  });

  it('has a queue position only while the task waits', async () => {
    const positions = [];
    for (const state of taskStates) positions.push((await read(await gateway.task(state))).body.queue_position);
    expect(positions).toEqual([expect.any(Number), null, null, null, null, null]);
  });
});

describe('what a caller sees of the tasks of the patient', () => {
  it.each(seesThePatient)('%s reads status, result and picture: %s', async (as, may) => {
    const taskId = await gateway.task('SUCCESS');
    for (const path of [taskId, `${taskId}/result`, `${taskId}/result/picture.svg`]) {
      const { status, body } = await read(path, { as });
      expect(status).toBe(may ? 200 : 404);
      if (!may) expect(body).toMatchObject({ code: 'not-found', field: 'task_id', detail: 'There is no such task.' });
    }
  });

  it.each(['', '/result', '/result/picture.svg'])('an unknown task has no %s', async (path) => {
    expect(await read(randomUUID() + path)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it.each(['', '/result', '/result/picture.svg'])('nobody reads %s without a token', async (path) => {
    expect((await read(seedIds.patient + path, { as: 'nobody' })).status).toBe(401);
  });

  it.each(['not-an-id', '__proto__', 'constructor', '%00', "1'%20or%20'1", `${seedIds.patient}%00`, '1'.repeat(200)])(
    'the id %s is refused as malformed',
    async (id) => {
      const answer = await read(id);
      expect(answer).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'task_id', message: 'must be a UUID' }] },
      });
    },
  );

  it('an id may be in upper case', async () => {
    const taskId = await gateway.task('PENDING');
    expect((await read(taskId.toUpperCase())).body).toMatchObject({ task_id: taskId });
  });
});

describe('the result', () => {
  it('has the scores, the version of the model and the times', async () => {
    const taskId = await gateway.task('SUCCESS');
    const { status, headers, body } = await read(`${taskId}/result`);
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toEqual({
      task_id: taskId,
      result_id: expect.any(String),
      ...result(),
      analysis_model_version: 'model-1',
      processing_time_seconds: expect.any(Number),
      completed_at: time,
    });
  });

  it.each([
    ['PENDING', { task_status: 'pending', progress: 0, error: null }],
    ['PROCESSING', { task_status: 'processing', progress: 10, error: null }],
    ['RETRY', { task_status: 'retry', error: { kind: 'network' } }],
    ['FAILURE', { task_status: 'failure', error: { kind: 'network' } }],
    ['REVOKED', { task_status: 'revoked', error: null }],
  ] as const)('of a task that is %s does not exist: 409 with %j', async (state, members) => {
    const taskId = await gateway.task(state);
    for (const path of ['result', 'result/picture.svg']) {
      expect(await read(`${taskId}/${path}`)).toMatchObject({
        status: 409,
        body: { code: 'task-not-finished', task_id: taskId, ...members },
      });
    }
  });
});

describe('the picture', () => {
  it('is an SVG document that can load nothing', async () => {
    const { status, headers, body } = await read(`${await gateway.task('SUCCESS')}/result/picture.svg`);
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('image/svg+xml');
    expect(headers['content-security-policy']).toBe("default-src 'none'");
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toMatch(/^<svg /);
  });

  it('differs with theme and language', async () => {
    const path = `${await gateway.task('SUCCESS')}/result/picture.svg`;
    const english = { headers: { 'accept-language': 'en' } };
    const pictures = [await read(path), await read(`${path}?theme=dark`), await read(path, english)];
    expect(new Set(pictures.map(({ body }) => body as string)).size).toBe(3);
    expect((await read(`${path}?theme=light`)).body).toBe(pictures[0]?.body);
    expect(pictures[2]?.body).toContain('lang="en-US"');
  });

  it('of a result without contours does not exist', async () => {
    const path = `${await gateway.task('SUCCESS', result(null))}/result/picture.svg`;
    expect(await read(path)).toMatchObject({ status: 404, body: { code: 'no-picture' } });
  });

  it.each([
    ['theme=blue', 'theme'],
    ['theme=', 'theme'],
    ['theme=dark&theme=light', 'theme'],
    ['size=1', 'size'],
  ])('is refused with the query %s', async (query, field) => {
    const answer = await read(`${await gateway.task('SUCCESS')}/result/picture.svg?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request', errors: [{ field }] } });
  });
});
