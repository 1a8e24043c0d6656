import { seedIds } from '@vocalborn/database';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusedFields, seesThePatient, StartedGateway, type Answer, type Asked } from '../fixtures/started-gateway.js';
import type { RecordListDto } from './listed-record.dto.js';
import { pageStatement, type RecordFilter } from './listed-records.js';

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await StartedGateway.start();
});
afterAll(() => gateway.stop());

const list = (query = '', asked?: Asked) => gateway.ask('GET', `/practice-records?${query}`, asked);
const listed = ({ body }: Answer) => body as RecordListDto;
const idsOf = (answer: Answer) => listed(answer).practice_records.map((record) => record.practice_record_id);

describe('the list of records', () => {
  it.each(seesThePatient)('has those of the patient for %s: %s', async (as, may) => {
    const recordId = await gateway.record();
    const answer = await list('limit=100', { as });
    expect({ status: answer.status, has: idsOf(answer).includes(recordId) }).toEqual({ status: 200, has: may });
  });

  it('needs a token', async () => {
    expect((await list('', { as: 'nobody' })).status).toBe(401);
  });

  it('has the fields of a record, its owner, its latest task and the latest score', async () => {
    const taskId = await gateway.task('SUCCESS');
    const recordId = await gateway.recordOf(taskId);
    const { body: again } = await gateway.ask('POST', '/analyze', { body: { practice_record_id: recordId } });
    const { body: record } = await gateway.ask('GET', `/practice-records/${recordId}`);
    const { body } = await list('limit=1');
    expect(body.practice_records).toEqual([
      {
        ...record,
        user_id: seedIds.patient,
        latest_task: { task_id: again.task_id, status: 'pending', progress: 0 },
        latest_score: { task_id: taskId, overall_score: 85.5, level: 2, completed_at: expect.any(String) },
      },
    ]);
  });

  it('shows the score of the latest of several analyses, also one without a number', async () => {
    const recordId = await gateway.recordOf(await gateway.task('SUCCESS'));
    const { body: again } = await gateway.ask('POST', '/analyze', { body: { practice_record_id: recordId } });
    await gateway.finish(String(again.task_id), { overall_score: null, level: null, metadata: {} });
    const { body } = await list('limit=1');
    expect(body.practice_records[0].latest_score).toMatchObject({
      task_id: again.task_id,
      overall_score: null,
      level: null,
    });
  });

  it('may be narrowed to a sentence and to a session', async () => {
    const { sessionId, recordIds } = await gateway.session(['pending', 'recorded']);
    await gateway.database.query('update practice_records set sentence_id = $2 where practice_record_id = $1', [
      recordIds[0],
      seedIds.englishSentence,
    ]);
    expect(idsOf(await list(`practice_session_id=${sessionId}`)).toSorted()).toEqual(recordIds.toSorted());
    const both = `practice_session_id=${sessionId}&sentence_id=${seedIds.englishSentence.toUpperCase()}`;
    expect(idsOf(await list(both))).toEqual([recordIds[0]]);
    expect(idsOf(await list(both, { as: 'otherPatient' }))).toEqual([]);
    expect(idsOf(await list(`sentence_id=${randomUUID()}`))).toEqual([]);
  });

  it('gives every record once over its pages, the newest first, also those of one instant', async () => {
    const as = 'otherPatient';
    await gateway.database.query(
      `insert into practice_records (practice_record_id, user_id, sentence_id, created_at)
       select gen_random_uuid(), $1, $2, '2026-01-01T00:00:00.000001Z'::timestamptz + (n / 3) * interval '1 microsecond'
       from generate_series(1, 10) n`,
      [seedIds.otherPatient, seedIds.chineseSentence],
    );
    const whole = await list('limit=100', { as });
    expect(whole.body).toMatchObject({ practice_records: { length: 10 }, next_cursor: null });
    const paged: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: Answer = await list(next === '' ? 'limit=3' : `limit=3&cursor=${next}`, { as });
      paged.push(...idsOf(page));
      next = listed(page).next_cursor;
    }
    expect(paged).toEqual(idsOf(whole));
    const times = listed(whole).practice_records.map((record) => record.created_at);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=1e9', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['cursor=%00', 'cursor'],
    ['cursor=bmV3ZXN0fDF8eA', 'cursor'],
    [`sentence_id=x`, 'sentence_id'],
    [`practice_session_id=`, 'practice_session_id'],
    [`user_id=${seedIds.otherPatient}`, 'user_id'],
  ])('refuses %s', async (query, field) => {
    const { status, body } = await list(query);
    expect({ status, fields: refusedFields(body) }).toEqual({ status: 400, fields: [field] });
  });
});

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** Rows of practice_records that a plan has read. */
function rowsRead(plan: Plan): number {
  const own = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'];
  const below = (plan.Plans ?? []).reduce((sum, each) => sum + rowsRead(each), 0);
  return below + (plan['Relation Name'] === 'practice_records' ? own : 0);
}

describe('a page among 40,000 records', () => {
  /** Two thousand patients have twenty records each, and every sentence is in a hundredth of them. */
  beforeAll(async () => {
    await gateway.database.query(`
      insert into users select ('00000000-0000-4000-a000-' || lpad(n::text, 12, '0'))::uuid, 'patient', ''
        from generate_series(0, 1999) n;
      insert into sentences (sentence_id, text, language)
        select ('00000000-0000-4000-b000-' || lpad(n::text, 12, '0'))::uuid, 'x', 'en' from generate_series(0, 99) n;
      insert into practice_records (practice_record_id, user_id, sentence_id, created_at)
        select gen_random_uuid(), ('00000000-0000-4000-a000-' || lpad((n % 2000)::text, 12, '0'))::uuid,
          ('00000000-0000-4000-b000-' || lpad((n % 100)::text, 12, '0'))::uuid, now() - n * interval '1 minute'
        from generate_series(1, 40000) n;
      insert into therapist_clients
        select '${seedIds.therapist}', ('00000000-0000-4000-a000-' || lpad(n::text, 12, '0'))::uuid
        from generate_series(0, 9) n;
      analyze`);
  });

  const patient = { userId: '00000000-0000-4000-a000-000000000007', role: 'patient' } as const;
  const therapist = { userId: seedIds.therapist, role: 'therapist' } as const;
  const admin = { userId: seedIds.admin, role: 'admin' } as const;
  const sentence_id = '00000000-0000-4000-b000-000000000007';
  const middle = Buffer.from(`records|${Date.now() - 20_000 * 60_000}000|${randomUUID()}`).toString('base64url');

  it.each<[string, typeof patient | typeof therapist | typeof admin, Omit<RecordFilter, 'limit'>, number]>([
    ['of a patient', patient, {}, 21],
    ['of a patient and a sentence', patient, { sentence_id }, 21],
    ['of a therapist', therapist, {}, 400],
    ['of an admin', admin, {}, 21],
    ['of an admin and a sentence', admin, { sentence_id }, 21],
    ['from the middle on, of a patient', patient, { cursor: middle }, 21],
    ['from the middle on, of an admin', admin, { cursor: middle }, 21],
    ['from the middle on, of an admin and a sentence', admin, { sentence_id, cursor: middle }, 21],
  ])('%s reads few of them', async (_, caller, filter, most) => {
    const { text, values } = pageStatement(caller, { limit: 20, ...filter });
    const [row] = await gateway.database.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
      `explain (analyze, format json) ${text}`,
      values,
    );
    const plan = row?.['QUERY PLAN'][0]?.Plan;
    expect(plan && rowsRead(plan)).toBeGreaterThan(0);
    expect(plan && rowsRead(plan)).toBeLessThanOrEqual(most);
  });
});
