import { seedIds } from '@vocalborn/database';
import { claimTask, failTask, handBack, succeedTask } from '@vocalborn/task-ledger';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Listener } from '../fixtures/listener.js';
import { result } from '../fixtures/results.js';
import { seesThePatient, StartedGateway } from '../fixtures/started-gateway.js';

let gateway: StartedGateway;
let url: string;
beforeAll(async () => {
  gateway = await StartedGateway.start({ LIMITS: 'on' });
  url = await gateway.listen();
});
afterAll(() => gateway.stop());

const listeners: Listener[] = [];
afterEach(() => Promise.all(listeners.splice(0).map((listener) => listener.leave())));
const listen = async (path: string, options?: Parameters<typeof Listener.to>[1]): Promise<Listener> => {
  const listener = await Listener.to(`${url}${path}`, options);
  listeners.push(listener);
  return listener;
};

const fault = { kind: 'network', message: 'No service.', traceback: 'Error' } as const;
const owned = (taskId: string) => ({ taskId, attempt: 1, steps: [] });
const succeed = (taskId: string) =>
  succeedTask(gateway.database, {
    ...owned(taskId),
    ...{ resultId: randomUUID(), analysisModelVersion: 'model-1', audioDurationSeconds: 3 },
    analysisResult: result(),
  });
const fail = (taskId: string) => failTask(gateway.database, { ...owned(taskId), fault, retryCount: 1, maxRetries: 5 });
describe('the stream of one task', () => {
  it('has the present state first, then every change, and ends after the final one', async () => {
    const taskId = await gateway.task('PENDING');
    const listener = await listen(`/tasks/${taskId}/events`);
    expect(listener.response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(listener.response.headers.get('cache-control')).toContain('no-transform');
    expect(listener.response.headers.get('connection')).toBe('close');
    await listener.until('the present state', () => listener.messages.length === 1);
    await gateway.claim(taskId);
    await gateway.step(taskId, 60);
    await succeed(taskId);
    await listener.until('the end', () => listener.hasEnded);
    expect(listener.all('status')).toEqual(['pending', 'processing', 'processing', 'success']);
    expect(listener.all('progress')).toEqual([0, expect.any(Number), 60, 100]);
    expect(listener.messages.at(-1)?.data).toMatchObject({
      task_id: taskId,
      practice_record_id: await gateway.recordOf(taskId),
      user_id: seedIds.patient,
      worker_name: 'worker@one',
      attempt: 1,
      error: null,
    });
  });

  it('resumes after Last-Event-ID, each event once', async () => {
    const taskId = await gateway.task('PENDING');
    const first = await listen(`/tasks/${taskId}/events`);
    await first.until('the present state', () => first.messages.length === 1);
    await first.leave();
    await gateway.claim(taskId);
    await gateway.step(taskId, 40);
    const second = await listen(`/tasks/${taskId}/events`, { after: first.messages[0]?.id ?? '' });
    await fail(taskId);
    await second.until('the end', () => second.hasEnded);
    expect(second.all('status')).toEqual(['processing', 'processing', 'failure']);
    expect(second.messages.at(-1)?.data).toMatchObject({ error: { kind: 'network', message: 'No service.' } });
  });

  it('of an ended task has the final state alone, and is 204 for whoever has received it', async () => {
    const taskId = await gateway.task('SUCCESS');
    const listener = await listen(`/tasks/${taskId}/events`);
    await listener.until('the end', () => listener.hasEnded);
    expect(listener.all('status')).toEqual(['success']);
    const again = await listen(`/tasks/${taskId}/events`, { after: listener.messages[0]?.id ?? '' });
    expect(again.response.status).toBe(204);
  });

  it('is 204 for whoever has received the final state, also when a step is written after it', async () => {
    const taskId = await gateway.task('PENDING');
    const listener = await listen(`/tasks/${taskId}/events`);
    await gateway.claim(taskId);
    await succeed(taskId);
    await listener.until('the end', () => listener.hasEnded);
    await gateway.database.query(
      `insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
       values ($1, 1, 'PROCESSING', 90, 'initialising')`,
      [taskId],
    );
    const again = await listen(`/tasks/${taskId}/events`, { after: listener.messages.at(-1)?.id ?? '' });
    expect(again.response.status).toBe(204);
  });

  it('is in the language of the listener', async () => {
    const taskId = await gateway.task('PENDING');
    const [chinese, english] = [
      await listen(`/tasks/${taskId}/events`),
      await listen(`/tasks/${taskId}/events`, { language: 'en' }),
    ];
    await english.until('both', () => english.messages.length + chinese.messages.length === 2);
    expect(english.all('current_step')[0]).toMatch(/^[A-Z]/);
    expect(chinese.all('current_step')[0]).toMatch(/\p{Script=Han}/u);
  });

  it.each(seesThePatient)('is shown to the %s: %s', async (as, sees) => {
    const taskId = await gateway.task('PENDING');
    const listener = await listen(`/tasks/${taskId}/events`, { as });
    expect(listener.response.status).toBe(sees ? 200 : 404);
  });

  it('is refused for an unknown task, and without a token', async () => {
    expect((await gateway.ask('GET', `/tasks/${randomUUID()}/events`)).status).toBe(404);
    expect((await gateway.ask('GET', `/tasks/${randomUUID()}/events`, { as: 'nobody' })).status).toBe(401);
    expect((await gateway.ask('GET', '/tasks/7/events')).status).toBe(400);
  });

  it('ends with the token of its listener', async () => {
    const taskId = await gateway.task('PENDING');
    // A token counts for five seconds more, because clocks differ.
    const listener = await listen(`/tasks/${taskId}/events`, { ttlSeconds: -2 });
    await listener.until('the end', () => listener.hasEnded);
    expect(listener.all('status')).toEqual(['pending']);
  });

  it('tells again what happens after a task was handed back', async () => {
    const taskId = await gateway.task('PENDING');
    const listener = await listen(`/tasks/${taskId}/events`);
    await gateway.claim(taskId);
    await handBack(gateway.database, owned(taskId));
    await claimTask(gateway.database, taskId, 'worker@two');
    await listener.until('the second worker', () => listener.all('worker_name').includes('worker@two'));
    expect(listener.all('attempt')).toEqual([...listener.all('attempt')].toSorted());
  });
});

describe('the stream of all tasks', () => {
  const of = (listener: Listener, taskId: string): unknown[] =>
    listener.messages.filter(({ data }) => data.task_id === taskId).map(({ data }) => data.status as unknown);

  it('has the present states of open tasks first, then every change of every task', async () => {
    const [open, ended] = [await gateway.task('PENDING'), await gateway.task('SUCCESS')];
    const listener = await listen('/events');
    await listener.until('the open task', () => of(listener, open).length === 1);
    const later = await gateway.task('PENDING');
    await gateway.claim(open);
    await succeed(open);
    await listener.until('the success', () => of(listener, open).length === 3);
    await listener.until('the new task', () => of(listener, later).length === 1);
    expect(of(listener, open)).toEqual(['pending', 'processing', 'success']);
    expect(of(listener, ended)).toEqual([]);
    expect(listener.hasEnded).toBe(false);
  });

  it('resumes after any of its messages, each event once', async () => {
    const first = await listen('/events');
    const taskId = await gateway.task('PENDING');
    await first.until('the task', () => of(first, taskId).length === 1);
    const reached = first.messages.findLast(({ data }) => data.task_id === taskId)?.id;
    await first.leave();
    await gateway.claim(taskId);
    const second = await listen('/events', { after: reached ?? '' });
    await succeed(taskId);
    await second.until('the success', () => of(second, taskId).includes('success'));
    expect(of(second, taskId)).toEqual(['processing', 'success']);
  });

  it('has an event that is committed after later ones', async () => {
    const listener = await listen('/events');
    const [late, early] = [await gateway.task('PENDING'), await gateway.task('PENDING')];
    await listener.until('both', () => of(listener, late).length + of(listener, early).length === 2);
    const client = await gateway.database.pool.connect();
    await client.query('begin');
    await client.query(
      `insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
       values ($1, 1, 'PROCESSING', 7, 'initialising')`,
      [late],
    );
    await gateway.claim(early);
    await listener.until('the later event', () => of(listener, early).length === 2);
    const reached = listener.messages.findLast(({ data }) => data.task_id === early)?.id ?? '';
    await client.query('commit');
    client.release();
    await listener.until('the late event', () => of(listener, late).length === 2);
    // Whoever left in between gets it too.
    const resumed = await listen('/events', { after: reached });
    await resumed.until('the late event', () => of(resumed, late).length === 1);
    expect(of(resumed, early)).toEqual([]);
  });

  it.each(seesThePatient)('has the tasks of the patient for the %s: %s', async (as, sees) => {
    const listener = await listen('/events', { as });
    const taskId = await gateway.task('PENDING');
    const own = await listen(`/tasks/${taskId}/events`);
    await gateway.claim(taskId);
    await own.until('the claim', () => own.messages.length >= 2);
    if (sees) await listener.until('the claim', () => of(listener, taskId).includes('processing'));
    else expect(of(listener, taskId)).toEqual([]);
  });

  it('begins anew when Last-Event-ID is no position', async () => {
    const taskId = await gateway.task('PENDING');
    const listener = await listen('/events', { after: 'x' });
    await listener.until('the open task', () => of(listener, taskId).length === 1);
  });
});

it('a listener that was away for a long time gets all that it missed, and what follows', async () => {
  const first = await listen('/events');
  const taskId = await gateway.task('PENDING');
  await first.until('the task', () => first.all('task_id').includes(taskId));
  const reached = first.messages.at(-1)?.id ?? '';
  await first.leave();
  await gateway.claim(taskId);
  // 1,500 messages are more than a listener may leave unread.
  await gateway.database.query(
    `insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step, error_message)
     select $1, 1, 'PROCESSING', 50, 'initialising', repeat('x', 400) from generate_series(1, 1500)`,
    [taskId],
  );
  const second = await listen('/events', { after: reached });
  await succeed(taskId);
  await second.until('the success', () => second.all('status').includes('success'));
  expect(second.all('status')).toHaveLength(1_502);
});

it('a listener that missed too much is told so and gets the present states', async () => {
  const first = await listen('/events');
  const taskId = await gateway.task('PENDING');
  await first.until('the task', () => first.all('task_id').includes(taskId));
  const reached = first.messages.at(-1)?.id ?? '';
  await gateway.claim(taskId);
  await gateway.database.query(
    `insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
     select $1, 1, 'PROCESSING', 50, 'initialising' from generate_series(1, 2100)`,
    [taskId],
  );
  const second = await listen('/events', { after: reached });
  await second.until('the present state', () => second.all('task_id').includes(taskId));
  expect(second.messages[0]).toMatchObject({ event: 'gap', id: null });
  expect(second.all('task_id').filter((id) => id === taskId)).toHaveLength(1);
});

it('one user has at most 20 streams open, and another one when one is closed', async () => {
  const taskId = await gateway.task('PENDING');
  const open = await Promise.all(Array.from({ length: 20 }, () => listen(`/tasks/${taskId}/events`)));
  const refused = await gateway.ask('GET', '/events');
  expect(refused).toMatchObject({ status: 429, body: { code: 'too-many-streams' } });
  expect((await listen('/events', { as: 'therapist' })).response.status).toBe(200);
  await open[0]?.leave();
  await expect.poll(async () => (await listen('/events')).response.status).toBe(200);
});

it('no more than 20 are opened when one user asks for many at the same time', async () => {
  const asked = await Promise.all(Array.from({ length: 40 }, () => listen('/events', { as: 'otherPatient' })));
  const opened = asked.filter(({ response }) => response.status === 200);
  expect(opened).toHaveLength(20);
});

it('an open stream does not keep the gateway from stopping', async () => {
  const other = await StartedGateway.start();
  const listener = await Listener.to(`${await other.listen()}/events`);
  const began = performance.now();
  await other.stop();
  expect(performance.now() - began).toBeLessThan(20_000);
  await listener.until('the end', () => listener.hasEnded);
});
