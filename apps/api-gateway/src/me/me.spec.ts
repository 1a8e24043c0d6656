import { seedIds } from '@vocalborn/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { result } from '../fixtures/results.js';
import { StartedGateway, type CallerName } from '../fixtures/started-gateway.js';
import { exportSections } from './export-sections.js';

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await StartedGateway.start();
});
afterAll(() => gateway.stop());

interface Export {
  readonly tasks: readonly { readonly task_id: string; readonly events: readonly { readonly status: string }[] }[];
  readonly practice_records: readonly { readonly practice_record_id: string }[];
  readonly erasures: readonly unknown[];
}

async function exported(as: CallerName | 'nobody' = 'patient') {
  const answer = await gateway.ask('GET', '/me/export', { as });
  return { ...answer, body: answer.body as Export };
}
const idsOf = (rows: readonly { task_id: string }[]): string[] => rows.map((row) => row.task_id).toSorted();

describe('GET /me/export', () => {
  it('is a file to keep, with the person, the records, the tasks, their results and history', async () => {
    const taskId = await gateway.task('SUCCESS');
    const { status, headers, body } = await exported();
    expect(status).toBe(200);
    expect(headers['content-disposition']).toBe(`attachment; filename="vocalborn-${seedIds.patient}.json"`);
    expect(headers['content-type']).toContain('application/json');
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toMatchObject({
      user_id: seedIds.patient,
      profile: { role: 'patient' },
      therapists: [seedIds.therapist],
    });
    const task = body.tasks.find((each) => each.task_id === taskId);
    expect(task).toMatchObject({
      status: 'SUCCESS',
      result: { analysis_result: { suggestions: result().suggestions } },
    });
    expect(task!.events.map((event) => event.status)).toEqual(['PENDING', 'PROCESSING', 'SUCCESS']);
    const recordId = await gateway.recordOf(taskId);
    const record = body.practice_records.find((each) => each.practice_record_id === recordId);
    expect(record).toMatchObject({ record_status: 'ai_analyzed', audio: `/practice-records/${recordId}/audio` });
  });

  it('holds nothing of other people, and no internal keys and tracebacks', async () => {
    await gateway.task('FAILURE');
    const text = JSON.stringify((await exported('otherPatient')).body);
    expect(text).not.toContain(seedIds.patient);
    const own = JSON.stringify((await exported()).body);
    for (const secret of ['traceback', 'audio_key', 'recordings/', 'idempotency_fingerprint', 'Error: x'])
      expect(own).not.toContain(secret);
    expect(own).toContain('could not reach a service');
  });

  it('of somebody without any data is whole, and of an admin holds what is theirs only', async () => {
    const { body } = await exported('otherTherapist');
    expect(body).toMatchObject({ profile: null, practice_records: [], tasks: [], erasures: [] });
    expect((await exported('admin')).body.tasks).toEqual([]);
  });

  it('has every row once, also over many pages and with equal times', async () => {
    const { pageSize } = exportSections.find(({ name }) => name === 'tasks')!;
    for (let n = 0; n < pageSize * 2 + 1; n += 1) await gateway.task('PENDING');
    await gateway.database.query(`update ai_analysis_tasks set created_at = date_trunc('hour', now())`);
    const ids = await gateway.database.query<{ task_id: string }>('select task_id from ai_analysis_tasks');
    expect(ids.length).toBeGreaterThan(pageSize * 2);
    expect(idsOf((await exported()).body.tasks)).toEqual(idsOf(ids));
  });

  it('tells of an erased record who erased it and when', async () => {
    const recordId = await gateway.record();
    await gateway.ask('DELETE', `/practice-records/${recordId}`, { as: 'admin' });
    expect((await exported()).body.erasures).toEqual([
      expect.objectContaining({ practice_record_id: recordId, erased_by: seedIds.admin, role: 'admin' }),
    ]);
  });

  it('needs a token', async () => {
    expect((await exported('nobody')).status).toBe(401);
  });

  it('survives a client that leaves in the middle', async () => {
    const address = await gateway.listen();
    const leaving = new AbortController();
    const { authorization } = await gateway.credentials('patient');
    const response = await fetch(`${address}/me/export`, { headers: { authorization }, signal: leaving.signal });
    const first = await response.body!.getReader().read();
    expect(new TextDecoder().decode(first.value)).toContain('"user_id"');
    leaving.abort();
    expect((await gateway.ask('GET', '/sentences')).status).toBe(200);
  });
});

it('every table that names a person is in the export, or belongs to somebody else', async () => {
  const columns = await gateway.database.query<{ name: string }>(
    `select distinct table_name as name from information_schema.columns
     where table_schema = 'public' and column_name in
       ('user_id', 'owner_id', 'task_id', 'practice_record_id', 'reader_id', 'erased_by', 'requested_by', 'therapist_id',
        'patient_id')`,
  );
  const inOthers = ['users', 'therapist_clients', 'ai_analysis_results', 'ai_analysis_task_events'];
  const held = [...exportSections.map(({ table }) => table), ...inOthers];
  // Copies of columns of the tasks, for searches and for open tasks.
  const copies = ['task_search', 'open_tasks'];
  expect(columns.map(({ name }) => name).filter((name) => !held.includes(name) && !copies.includes(name))).toEqual([]);
});
