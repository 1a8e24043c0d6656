import { waitFor } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StartedGateway, type Answer, type Asked } from '../fixtures/started-gateway.js';

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await StartedGateway.start();
});
afterAll(() => gateway.stop());

const read = (path: string, asked?: Asked) => gateway.ask('GET', `/tasks/${path}`, asked);
const tagOf = async (taskId: string): Promise<string> => String((await read(taskId)).headers['etag']);

/** How long an answer takes, in milliseconds. */
async function timed<T>(answer: Promise<T>): Promise<{ answer: T; ms: number }> {
  const began = performance.now();
  return { answer: await answer, ms: performance.now() - began };
}

describe('the ETag of a status', () => {
  it('gives 304 without a body while the state is the same', async () => {
    const taskId = await gateway.task('SUCCESS');
    const tag = await tagOf(taskId);
    const { status, headers, body } = await read(taskId, { headers: { 'if-none-match': tag } });
    expect({ status, tag: headers['etag'], body }).toEqual({ status: 304, tag, body: '' });
  });

  it('gives the new state when it has changed, and in another language', async () => {
    const taskId = await gateway.task('PENDING');
    const headers = { 'if-none-match': await tagOf(taskId) };
    expect((await read(taskId, { headers: { ...headers, 'accept-language': 'en' } })).status).toBe(200);
    await gateway.claim(taskId);
    const { status, body } = await read(taskId, { headers });
    expect({ status, state: body.status }).toEqual({ status: 200, state: 'processing' });
  });
});

describe('a poll that waits', () => {
  it('is answered when the task changes', async () => {
    const taskId = await gateway.task('PENDING');
    await gateway.claim(taskId);
    let answered: Answer | undefined;
    const waiting = timed(read(`${taskId}?wait=20`).then((answer) => (answered = answer)));
    // Nothing shows whether the poll waits already, so the task moves on until it is answered.
    let progress = 10;
    await waitFor(
      async () => {
        await gateway.step(taskId, (progress += 1));
        return answered !== undefined;
      },
      { what: 'the answer' },
    );
    expect((await waiting).ms).toBeLessThan(15_000);
    expect(answered?.body.progress).toBeGreaterThan(10);
  });

  it('is answered with the present state when its time is over', async () => {
    const taskId = await gateway.task('PENDING');
    const { answer, ms } = await timed(read(`${taskId}?wait=1`));
    expect(answer.body.status).toBe('pending');
    expect(ms).toBeGreaterThan(900);
  });

  it('is answered with 304 when its time is over and the caller knows the state', async () => {
    const taskId = await gateway.task('PENDING');
    const headers = { 'if-none-match': await tagOf(taskId) };
    expect((await read(`${taskId}?wait=1`, { headers })).status).toBe(304);
  });

  it('is answered at once when the caller knows an earlier state', async () => {
    const taskId = await gateway.task('PENDING');
    const headers = { 'if-none-match': await tagOf(taskId) };
    await gateway.claim(taskId);
    const { answer, ms } = await timed(read(`${taskId}?wait=20`, { headers }));
    expect(answer.body.status).toBe('processing');
    expect(ms).toBeLessThan(15_000);
  });

  it.each(['SUCCESS', 'FAILURE', 'REVOKED'] as const)('is answered at once for a task that is %s', async (state) => {
    const { answer, ms } = await timed(read(`${await gateway.task(state)}?wait=20`));
    expect(answer.body.status).toBe(state.toLowerCase());
    expect(ms).toBeLessThan(15_000);
  });

  it.each(['31', '-1', '1.5', 'x', ''])('is refused with wait=%s', async (wait) => {
    const { status, body } = await read(`${await gateway.task('PENDING')}?wait=${wait}`);
    expect({ status, field: body.errors?.[0]?.field }).toEqual({ status: 400, field: 'wait' });
  });
});
