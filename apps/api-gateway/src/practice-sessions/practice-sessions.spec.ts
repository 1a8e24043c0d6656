import { seedIds } from '@vocalborn/database';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callers, refusedFields, seesThePatient, StartedGateway, type Asked } from '../fixtures/started-gateway.js';
import type { PracticeSessionDto, SessionListDto } from './practice-session.dto.js';

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await StartedGateway.start();
});
afterAll(() => gateway.stop());

const both = [seedIds.englishSentence, seedIds.chineseSentence];
const create = (body: unknown, asked: Asked = {}) => gateway.ask('POST', '/practice-sessions', { body, ...asked });
const read = (sessionId: string, asked?: Asked) => gateway.ask('GET', `/practice-sessions/${sessionId}`, asked);
const id = expect.stringMatching(/^[0-9a-f-]{36}$/);
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

describe('a new session', () => {
  it('has a pending record for each sentence, in the order of the sentences', async () => {
    const { status, headers, body } = await create({ sentence_ids: both });
    const pending = (sentence_id: string) => ({
      practice_record_id: id,
      sentence_id,
      practice_session_id: body.practice_session_id,
      record_status: 'pending',
      audio_content_type: null,
      audio_size: null,
      audio_duration: null,
      audio_deleted_at: null,
      ai_task_id: null,
      created_at: time,
      updated_at: time,
      user_id: seedIds.patient,
      latest_task: null,
      latest_score: null,
    });
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        practice_session_id: id,
        user_id: seedIds.patient,
        created_at: time,
        practice_records: both.map(pending),
      },
    });
    expect(headers['location']).toBe(`/practice-sessions/${body.practice_session_id}`);
    expect((await read(String(body.practice_session_id))).body).toEqual(body);
  });

  it.each(['patient', 'otherPatient', 'therapist', 'otherTherapist', 'admin'] as const)(
    'belongs to its sender: %s',
    async (as) => {
      const { status, body } = await create({ sentence_ids: both }, { as });
      expect({ status, owner: body.user_id }).toEqual({ status: 201, owner: callers[as].sub });
    },
  );

  it('takes the ids of sentences in upper case', async () => {
    const { status, body } = await create({ sentence_ids: both.map((each) => each.toUpperCase()) });
    expect(status).toBe(201);
    const { practice_records: records } = body as PracticeSessionDto;
    expect(records.map(({ sentence_id }) => sentence_id)).toEqual(both);
  });

  it('needs a token', async () => {
    expect((await create({ sentence_ids: both }, { as: 'nobody' })).status).toBe(401);
  });
});

describe('a refused session', () => {
  const count = async () => {
    const rows = await gateway.database.query('select count(*) from practice_sessions');
    return rows[0];
  };
  it.each<[string, unknown, string]>([
    ['no body', undefined, 'sentence_ids'],
    ['no list', {}, 'sentence_ids'],
    ['no sentences', { sentence_ids: [] }, 'sentence_ids'],
    ['a text', { sentence_ids: both[0] }, 'sentence_ids'],
    ['a malformed id', { sentence_ids: [both[0], 'x'] }, 'sentence_ids'],
    ['null in the list', { sentence_ids: [both[0], null] }, 'sentence_ids'],
    ['51 sentences', { sentence_ids: Array.from({ length: 51 }, () => randomUUID()) }, 'sentence_ids'],
    ['a sentence twice', { sentence_ids: [both[0], both[0]?.toUpperCase()] }, 'sentence_ids'],
    ['an unknown sentence', { sentence_ids: [both[0], randomUUID()] }, 'sentence_ids.1'],
    ['an unknown field', { sentence_ids: both, user_id: seedIds.otherPatient }, 'user_id'],
  ])('has %s', async (_, body, field) => {
    const before = await count();
    const answer = await create(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(refusedFields(answer.body)).toEqual([field]);
    expect(await count()).toEqual(before);
  });
});

describe('a session', () => {
  it.each(seesThePatient)('of the patient is seen by %s: %s', async (as, may) => {
    const { sessionId } = await gateway.session(['recorded']);
    expect((await read(sessionId, { as })).status).toBe(may ? 200 : 404);
    const { body } = await gateway.ask('GET', '/practice-sessions', { as });
    const { practice_sessions: sessions } = body as SessionListDto;
    expect(sessions.some(({ practice_session_id }) => practice_session_id === sessionId)).toBe(may);
  });

  it.each([
    [randomUUID(), 404],
    ['x', 400],
    ['%00', 400],
  ])('with the id %s gives %i', async (sessionId, status) => {
    expect((await read(sessionId)).status).toBe(status);
  });

  it('needs a token, as the list does', async () => {
    expect((await read(seedIds.session, { as: 'nobody' })).status).toBe(401);
    expect((await gateway.ask('GET', '/practice-sessions', { as: 'nobody' })).status).toBe(401);
  });

  it('shows the latest task and the latest score of each record', async () => {
    const done = await gateway.task('SUCCESS');
    const failed = await gateway.task('FAILURE');
    const { sessionId } = await gateway.session([]);
    const recordIds = [await gateway.recordOf(done), await gateway.recordOf(failed)];
    await gateway.database.query(
      'update practice_records set practice_session_id = $1 where practice_record_id = any ($2::uuid[])',
      [sessionId, recordIds],
    );
    const { body } = await read(sessionId);
    expect(body.practice_records).toMatchObject([
      {
        practice_record_id: recordIds[0],
        latest_task: { task_id: done, status: 'success', progress: 100 },
        latest_score: { task_id: done, overall_score: 85.5, level: 2, completed_at: time },
      },
      { practice_record_id: recordIds[1], latest_task: { task_id: failed, status: 'failure' }, latest_score: null },
    ]);
  });
});

describe('the list of sessions', () => {
  it('counts the records that are recorded and analysed', async () => {
    const { sessionId } = await gateway.session(['pending', 'recorded', 'ai_processing', 'ai_analyzed', 'analyzed']);
    const { body } = await gateway.ask('GET', '/practice-sessions?limit=1');
    expect(body.practice_sessions).toEqual([
      {
        practice_session_id: sessionId,
        user_id: seedIds.patient,
        created_at: time,
        record_count: 5,
        recorded_count: 4,
        analyzed_count: 2,
      },
    ]);
  });

  it('gives every session once over its pages, the newest first, also those of one instant', async () => {
    const as = 'otherPatient';
    await gateway.database.query(
      `insert into practice_sessions (practice_session_id, user_id, created_at)
       select gen_random_uuid(), $1, '2026-01-01T00:00:00.000001Z'::timestamptz + (n / 3) * interval '1 microsecond'
       from generate_series(1, 10) n`,
      [seedIds.otherPatient],
    );
    const whole = await gateway.ask('GET', '/practice-sessions?limit=100', { as });
    const paged: unknown[] = [];
    let next: string | null = '';
    while (next !== null) {
      const cursor: string = next === '' ? '' : `&cursor=${next}`;
      const { status, body } = await gateway.ask('GET', `/practice-sessions?limit=3${cursor}`, { as });
      expect(status).toBe(200);
      const page = body as SessionListDto;
      paged.push(...page.practice_sessions);
      next = page.next_cursor;
    }
    expect(paged).toEqual(whole.body.practice_sessions);
    expect(whole.body.next_cursor).toBeNull();
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=x', 'limit'],
    ['cursor=x', 'cursor'],
    [`cursor=${Buffer.from(`newest|1|${randomUUID()}`).toString('base64url')}`, 'cursor'],
    ['user_id=x', 'user_id'],
  ])('refuses %s', async (query, field) => {
    const { status, body } = await gateway.ask('GET', `/practice-sessions?${query}`);
    expect({ status, fields: refusedFields(body) }).toEqual({ status: 400, fields: [field] });
  });
});
