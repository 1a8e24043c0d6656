import { claimTask, findTask } from '@vocalborn/task-ledger';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seesThePatient, StartedGateway, type Asked } from '../fixtures/started-gateway.js';

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await StartedGateway.start();
});
afterAll(() => gateway.stop());

const cancel = (taskId: string, asked?: Asked) => gateway.ask('DELETE', `/tasks/${taskId}`, asked);
const rerun = (taskId: string, asked?: Asked) => gateway.ask('POST', `/tasks/${taskId}/retry`, asked);
const stateOf = async (taskId: string) => (await findTask(gateway.database, taskId))?.status;

describe('cancelling a task', () => {
  it.each(['PENDING', 'PROCESSING', 'RETRY', 'REVOKED'] as const)('that is %s ends it as revoked', async (state) => {
    const taskId = await gateway.task(state);
    const { status, body } = await cancel(taskId);
    expect(status).toBe(200);
    expect(body).toMatchObject({ task_id: taskId, status: 'revoked', current_step: '已取消', queue_position: null });
    expect(await gateway.recordStatus(await gateway.recordOf(taskId))).toBe('recorded');
  });

  it.each([
    ['SUCCESS', 'ai_analyzed'],
    ['FAILURE', 'recorded'],
  ] as const)('that ended as %s is refused, and its record stays %s', async (state, recordStatus) => {
    const taskId = await gateway.task(state);
    expect(await cancel(taskId)).toMatchObject({
      status: 409,
      body: { code: 'task-ended', task_id: taskId, task_status: state.toLowerCase() },
    });
    expect(await stateOf(taskId)).toBe(state);
    expect(await gateway.recordStatus(await gateway.recordOf(taskId))).toBe(recordStatus);
  });

  it('takes it out of the queue', async () => {
    const taskId = await gateway.task('PENDING');
    await cancel(taskId);
    expect(await gateway.app.get(AnalysisQueue).position(taskId)).toBeNull();
  });

  it('twice gives the same answer', async () => {
    const taskId = await gateway.task('PROCESSING');
    const first = await cancel(taskId);
    expect((await cancel(taskId)).body).toEqual(first.body);
  });

  it('fences off the worker that runs it', async () => {
    const taskId = await gateway.task('PROCESSING');
    await cancel(taskId);
    expect(await claimTask(gateway.database, taskId, 'worker@two')).toBeNull();
  });

  it('answers in the language of the caller', async () => {
    const { body } = await cancel(await gateway.task('PENDING'), { headers: { 'accept-language': 'en' } });
    expect(body.current_step).toBe('Cancelled');
  });

  it.each(seesThePatient)('%s may cancel a task of the patient: %s', async (as, may) => {
    const taskId = await gateway.task('PENDING');
    expect((await cancel(taskId, { as })).status).toBe(may ? 200 : 404);
    expect(await stateOf(taskId)).toBe(may ? 'REVOKED' : 'PENDING');
  });
});

describe('running a task again', () => {
  it.each(['FAILURE', 'REVOKED'] as const)('that ended as %s queues it with new counts', async (state) => {
    const taskId = await gateway.task(state);
    const { status, headers, body } = await rerun(taskId);
    expect({ status, body }).toEqual({
      status: 202,
      body: { task_id: taskId, status: 'pending', queue_position: expect.any(Number) },
    });
    expect(headers['location']).toBe(`/tasks/${taskId}`);
    expect((await gateway.ask('GET', `/tasks/${taskId}`)).body).toMatchObject({
      status: 'pending',
      progress: 0,
      retry_count: 0,
      max_retries: null,
      error: null,
      completed_at: null,
    });
    expect(await gateway.recordStatus(await gateway.recordOf(taskId))).toBe('ai_queued');
  });

  it.each(['PENDING', 'PROCESSING', 'RETRY', 'SUCCESS'] as const)('that is %s is refused', async (state) => {
    const taskId = await gateway.task(state);
    expect(await rerun(taskId)).toMatchObject({
      status: 409,
      body: { code: 'task-not-retryable', task_id: taskId, task_status: state.toLowerCase() },
    });
    expect(await stateOf(taskId)).toBe(state);
  });

  it('is refused while another task of the record runs, and the answer names that task', async () => {
    const taskId = await gateway.task('FAILURE');
    const request = { practice_record_id: await gateway.recordOf(taskId) };
    const { body: running } = await gateway.ask('POST', '/analyze', { body: request });
    expect(await rerun(taskId)).toMatchObject({
      status: 409,
      body: { code: 'analysis-running', task_id: running.task_id },
    });
  });

  it.each([
    ['analyzed', 409, 'record-already-reviewed'],
    ['pending', 422, 'record-without-audio'],
  ] as const)('is refused when its record is %s: %i %s', async (recordStatus, status, code) => {
    const taskId = await gateway.task('FAILURE');
    await gateway.setRecordStatus(await gateway.recordOf(taskId), recordStatus);
    expect(await rerun(taskId)).toMatchObject({ status, body: { code, task_id: taskId } });
    expect(await stateOf(taskId)).toBe('FAILURE');
  });

  it.each(seesThePatient)('%s may rerun a task of the patient: %s', async (as, may) => {
    const taskId = await gateway.task('FAILURE');
    expect((await rerun(taskId, { as })).status).toBe(may ? 202 : 404);
    expect(await stateOf(taskId)).toBe(may ? 'PENDING' : 'FAILURE');
  });
});

describe.each([
  ['cancelling', cancel],
  ['rerunning', rerun],
])('%s', (_, act) => {
  it('an unknown task gives 404', async () => {
    expect(await act(randomUUID())).toMatchObject({ status: 404, body: { code: 'not-found', field: 'task_id' } });
  });

  it.each(['not-an-id', '__proto__', '%00'])('the id %s gives 400', async (id) => {
    expect(await act(id)).toMatchObject({ status: 400, body: { errors: [{ field: 'task_id' }] } });
  });

  it('without a token gives 401', async () => {
    expect((await act(randomUUID(), { as: 'nobody' })).status).toBe(401);
  });
});
