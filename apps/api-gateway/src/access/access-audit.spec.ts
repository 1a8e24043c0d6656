import { seedIds, type Database } from '@vocalborn/database';
import { createLogger } from '@vocalborn/observability';
import { accessKinds, type AccessKind } from '@vocalborn/personal-data';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { StartedGateway, type CallerName } from '../fixtures/started-gateway.js';
import { AccessAudit } from './access-audit.js';

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await StartedGateway.start();
});
afterAll(() => gateway.stop());

interface Row {
  readonly reader_id: string;
  readonly role: string;
  readonly owner_id: string;
  readonly kind: string;
  readonly resource_id: string | null;
  readonly request_id: string | null;
}
async function written(): Promise<Row[]> {
  await gateway.app.get(AccessAudit).flush();
  return gateway.database.query<Row>('select * from access_audit order by access_id');
}
const kinds = async (): Promise<string[]> => (await written()).map(({ kind }) => kind);
const get = (path: string, as: CallerName, headers = {}) => gateway.ask('GET', path, { as, headers });

let aheadMs = 0;
/** Works as if five more minutes had passed than at the call before. */
async function fiveMinutesLater<T>(work: () => Promise<T>): Promise<T> {
  aheadMs += 301_000;
  const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + aheadMs);
  try {
    return await work();
  } finally {
    clock.mockRestore();
  }
}

describe('the audit of reads', () => {
  let taskId: string;
  beforeEach(async () => {
    await written();
    await gateway.database.query('truncate access_audit');
    taskId = await gateway.task('SUCCESS');
  });

  it.each([
    ['therapist', seedIds.therapist],
    ['admin', seedIds.admin],
  ] as const)('notes what a %s reads of a patient', async (as, reader_id) => {
    const recordId = await gateway.recordOf(taskId);
    await get(`/tasks/${taskId}`, as, { 'x-request-id': 'request-1' });
    await get(`/tasks/${taskId}/result`, as);
    await get(`/practice-records/${recordId}`, as);
    const read = { reader_id, role: as, owner_id: seedIds.patient };
    expect(await written()).toEqual([
      expect.objectContaining({ ...read, kind: 'task', resource_id: taskId, request_id: 'request-1' }),
      expect.objectContaining({ ...read, kind: 'result', resource_id: taskId }),
      expect.objectContaining({ ...read, kind: 'record', resource_id: recordId }),
    ]);
  });

  const asked: Readonly<Record<AccessKind, () => Promise<readonly [method: string, path: string]>>> = {
    record: async () => ['GET', `/practice-records/${await gateway.recordOf(taskId)}`],
    task: () => Promise.resolve(['GET', `/tasks/${taskId}`]),
    result: () => Promise.resolve(['GET', `/tasks/${taskId}/result`]),
    audio: async () => ['POST', `/practice-records/${await gateway.recordOf(taskId)}/audio-link`],
    events: () => Promise.resolve(['GET', `/tasks/${taskId}/events`]),
    tasks: () => Promise.resolve(['GET', '/tasks']),
    records: () => Promise.resolve(['GET', '/practice-records']),
    session: async () => ['GET', `/practice-sessions/${(await gateway.session(['recorded'])).sessionId}`],
    sessions: async () => {
      await gateway.session(['recorded']);
      return ['GET', '/practice-sessions'];
    },
  };

  it.each(accessKinds)('has the kind %s', async (kind) => {
    const [method, path] = await asked[kind]();
    const { status } = await fiveMinutesLater(() => gateway.ask(method, path, { as: 'therapist' }));
    expect(status).toBe(200);
    expect(await written()).toContainEqual(expect.objectContaining({ kind, owner_id: seedIds.patient }));
  });

  it('notes a list once for each person whose tasks are in it, and nothing of the own ones', async () => {
    await fiveMinutesLater(async () => {
      await get('/tasks', 'admin');
      await get('/tasks', 'patient');
    });
    expect(await written()).toEqual([
      expect.objectContaining({
        kind: 'tasks',
        owner_id: seedIds.patient,
        reader_id: seedIds.admin,
        resource_id: null,
      }),
    ]);
  });

  it('has nothing of what people read of themselves, nor of refused reads', async () => {
    await get(`/tasks/${taskId}`, 'patient');
    await get(`/tasks/${taskId}/result`, 'patient');
    expect((await get(`/tasks/${taskId}`, 'otherTherapist')).status).toBe(404);
    expect(await written()).toEqual([]);
  });

  it('has one row for a client that polls, and another one five minutes later', async () => {
    for (let poll = 0; poll < 5; poll += 1) await get(`/tasks/${taskId}`, 'therapist');
    expect(await kinds()).toEqual(['task']);
    await fiveMinutesLater(() => get(`/tasks/${taskId}`, 'therapist'));
    expect(await kinds()).toEqual(['task', 'task']);
  });

  it('is shown to admins page by page, also of one person, and to nobody else', async () => {
    const ids = [taskId, await gateway.task('SUCCESS'), await gateway.task('SUCCESS')];
    for (const id of ids) await get(`/tasks/${id}/result`, 'therapist');
    await written();
    const first = await get(`/audit?user_id=${seedIds.patient}&limit=2`, 'admin');
    expect(first.body.accesses).toMatchObject([
      {
        resource_id: ids[2],
        user_id: seedIds.patient,
        reader_id: seedIds.therapist,
        role: 'therapist',
        kind: 'result',
      },
      { resource_id: ids[1] },
    ]);
    const next = await get(`/audit?user_id=${seedIds.patient}&limit=2&cursor=${first.body.next_cursor}`, 'admin');
    expect(next.body).toMatchObject({ accesses: [{ resource_id: ids[0] }], next_cursor: null });
    expect((await get(`/audit?user_id=${randomUUID()}`, 'admin')).body).toEqual({ accesses: [], next_cursor: null });
    expect((await get('/audit', 'admin')).body.accesses).toHaveLength(3);
    for (const as of ['patient', 'therapist'] as const)
      expect(await get('/audit', as)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await get('/audit?cursor=x', 'admin')).toMatchObject({ status: 400 });
  });

  it('is part of what people export about themselves', async () => {
    await get(`/tasks/${taskId}/result`, 'therapist');
    await written();
    const { body } = await get('/me/export', 'patient');
    expect(body.accesses).toEqual([expect.objectContaining({ reader_id: seedIds.therapist, resource_id: taskId })]);
  });
});

describe('the audit while Postgres is away', () => {
  const reader = { userId: seedIds.admin, role: 'admin', requestId: 'r' } as const;
  const logger = createLogger({ name: 'spec', level: 'silent' });

  it('keeps the reads, writes them later, and loses none at a stop', async () => {
    await gateway.database.query('truncate access_audit');
    const real = gateway.database;
    let isAway = true;
    const run = (...asked: Parameters<Database['run']>): ReturnType<Database['run']> =>
      isAway ? Promise.reject(new Error('away')) : real.run(...asked);
    const audit = new AccessAudit({ run } as unknown as Database, logger);
    for (let n = 0; n < 600; n += 1) audit.note(reader, seedIds.patient, { kind: 'task', id: randomUUID() });
    await audit.flush();
    expect(await real.query('select from access_audit')).toHaveLength(0);
    isAway = false;
    audit.note(reader, seedIds.patient, { kind: 'task', id: randomUUID() });
    await audit.beforeApplicationShutdown();
    expect(await real.query('select from access_audit')).toHaveLength(601);
    audit.note(reader, seedIds.patient, { kind: 'task', id: randomUUID() });
    await audit.flush();
    expect(await real.query('select from access_audit')).toHaveLength(602);
  });
});
