import { recordStatuses } from '@vocalborn/task';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusedFields, seesThePatient, StartedGateway, type Answer, type Asked } from '../fixtures/started-gateway.js';
import type { SessionAnalysisDto } from './session-analysis.dto.js';

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await StartedGateway.start();
});
afterAll(() => gateway.stop());

const analyze = (sessionId: string, body: unknown = {}, asked: Asked = {}) =>
  gateway.ask('POST', `/practice-sessions/${sessionId}/analyze`, { body, ...asked });
const outcome = ({ body }: Answer) => body as SessionAnalysisDto;
const withKey = (key: string): Asked => ({ headers: { 'idempotency-key': key } });
const three = ['recorded', 'recorded', 'recorded'] as const;
const id = expect.stringMatching(/^[0-9a-f-]{36}$/);
const tasksOf = async (recordIds: readonly string[]) => {
  const statement = 'select task_id, params from ai_analysis_tasks where practice_record_id = any ($1::uuid[])';
  return gateway.database.query<{ task_id: string; params: unknown }>(statement, [recordIds]);
};

describe('the analysis of a session', () => {
  it('gives each record its task, or the reason why it has none', async () => {
    const { sessionId, recordIds } = await gateway.session(recordStatuses);
    const [pending, recorded, queued, processing, analyzed, reviewed] = recordIds;
    const { status, body } = await analyze(sessionId, { params: { language: 'zh-TW' } });
    const skipped = (practice_record_id: unknown, reason: string) => ({
      practice_record_id,
      reason,
      detail: expect.any(String),
      task_id: null,
    });
    expect({ status, body }).toEqual({
      status: 202,
      body: {
        practice_session_id: sessionId,
        tasks: [{ practice_record_id: recorded, task_id: id }],
        skipped: [
          skipped(pending, 'record-without-audio'),
          skipped(queued, 'analysis-running'),
          skipped(processing, 'analysis-running'),
          skipped(analyzed, 'already-analyzed'),
          skipped(reviewed, 'record-already-reviewed'),
        ],
      },
    });
    const [created] = await tasksOf(recordIds);
    expect(created).toEqual({ task_id: body.tasks[0].task_id, params: { language: 'zh-TW' } });
    expect(await gateway.app.get(AnalysisQueue).position(String(created?.task_id))).toBeGreaterThan(0);
    expect(await gateway.recordStatus(String(recorded))).toBe('ai_queued');
  });

  it('needs no body', async () => {
    const { sessionId } = await gateway.session(['recorded']);
    const answer = await gateway.ask('POST', `/practice-sessions/${sessionId}/analyze`);
    expect(answer).toMatchObject({ status: 202, body: { tasks: [{}], skipped: [] } });
  });

  it('with force includes records that have been analysed', async () => {
    const { sessionId } = await gateway.session(['ai_analyzed', 'analyzed']);
    expect((await analyze(sessionId, { force: true })).body).toMatchObject({
      tasks: [{ task_id: id }],
      skipped: [{ reason: 'record-already-reviewed' }],
    });
  });

  it('names the running task of a record when it is asked for again', async () => {
    const { sessionId } = await gateway.session(three);
    const first = outcome(await analyze(sessionId));
    const second = outcome(await analyze(sessionId));
    expect(second.tasks).toEqual([]);
    expect(second.skipped).toMatchObject(first.tasks.map(({ task_id }) => ({ task_id, reason: 'analysis-running' })));
  });

  it('that is asked for ten times at once accepts each record once', async () => {
    const { sessionId, recordIds } = await gateway.session(three);
    const answers = await Promise.all(Array.from({ length: 10 }, () => analyze(sessionId)));
    const outcomes = answers.map(outcome);
    const accepted = outcomes.flatMap(({ tasks }) => tasks);
    expect(accepted.map((task) => task.practice_record_id).toSorted()).toEqual(recordIds.toSorted());
    const running = accepted.map((task) => task.task_id);
    for (const { task_id, reason } of outcomes.flatMap(({ skipped }) => skipped)) {
      expect(reason).toBe('analysis-running');
      expect(running).toContain(task_id);
    }
    expect(await tasksOf(recordIds)).toHaveLength(3);
  });

  it('keeps what it accepted when a later record fails, and the same request accepts the rest', async () => {
    const { sessionId, recordIds } = await gateway.session(three);
    const asked = withKey(randomUUID());
    await gateway.database.query(`
      create function fail_once() returns trigger language plpgsql as $$ begin
        if new.practice_record_id = '${recordIds[2]}' then raise 'broken'; end if; return new; end $$;
      create trigger fail_once before insert on ai_analysis_tasks for each row execute function fail_once()`);
    expect((await analyze(sessionId, {}, asked)).status).toBe(500);
    const kept = (await tasksOf(recordIds)).map(({ task_id }) => task_id);
    expect(kept).toHaveLength(2);
    await gateway.database.query('drop function fail_once() cascade');
    const { tasks, skipped } = outcome(await analyze(sessionId, {}, asked));
    expect(tasks).toHaveLength(3);
    expect(tasks.map((task) => task.task_id)).toEqual(expect.arrayContaining(kept));
    expect(skipped).toEqual([]);
  });
});

describe('an idempotency key of a session', () => {
  it('returns the same tasks, also after they have ended', async () => {
    const { sessionId, recordIds } = await gateway.session(['recorded', 'pending']);
    const asked = withKey(randomUUID());
    const first = outcome(await analyze(sessionId, {}, asked));
    expect((await analyze(sessionId, {}, asked)).body).toEqual(first);
    await gateway.finish(String(first.tasks[0]?.task_id));
    expect(await gateway.recordStatus(String(recordIds[0]))).toBe('ai_analyzed');
    expect((await analyze(sessionId, {}, asked)).body).toEqual(first);
  });

  it('returns the same tasks to ten requests at once', async () => {
    const { sessionId } = await gateway.session(three);
    const asked = withKey(randomUUID());
    const answers = await Promise.all(Array.from({ length: 10 }, () => analyze(sessionId, {}, asked)));
    for (const { status, body } of answers) {
      expect({ status, body }).toEqual({ status: 202, body: answers[0]?.body });
      expect(body.tasks).toHaveLength(3);
    }
  });

  it.each([{ params: { other: 1 } }, { force: true }])('is refused for a request with %j', async (other) => {
    const { sessionId, recordIds } = await gateway.session(['recorded', 'pending']);
    const asked = withKey(randomUUID());
    await analyze(sessionId, {}, asked);
    await gateway.setRecordStatus(String(recordIds[1]), 'recorded');
    const answer = await analyze(sessionId, other, asked);
    expect(answer).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused', field: 'Idempotency-Key' } });
    expect(await tasksOf(recordIds)).toHaveLength(1);
  });

  it('may be the key of another session and of POST /analyze', async () => {
    const asked = withKey(randomUUID());
    const [one, other] = [await gateway.session(['recorded']), await gateway.session(['recorded'])];
    const request = { practice_record_id: await gateway.record() };
    expect((await gateway.ask('POST', '/analyze', { body: request, ...asked })).status).toBe(202);
    for (const { sessionId } of [one, other]) {
      expect((await analyze(sessionId, {}, asked)).body).toMatchObject({ tasks: [{}] });
    }
  });

  it.each(['', 'two words', 'x'.repeat(256)])('is refused when it is malformed: "%s"', async (key) => {
    const { sessionId } = await gateway.session(['recorded']);
    const { status, body } = await analyze(sessionId, {}, withKey(key));
    expect({ status, fields: refusedFields(body) }).toEqual({ status: 400, fields: ['Idempotency-Key'] });
  });
});

describe('a request to analyse a session', () => {
  it.each(seesThePatient)('may be made for the patient by %s: %s', async (as, may) => {
    const { sessionId, recordIds } = await gateway.session(['recorded']);
    expect((await analyze(sessionId, {}, { as })).status).toBe(may ? 202 : 404);
    expect(await tasksOf(recordIds)).toHaveLength(may ? 1 : 0);
  });

  it('needs a token', async () => {
    const { sessionId } = await gateway.session(['recorded']);
    expect((await analyze(sessionId, {}, { as: 'nobody' })).status).toBe(401);
  });

  it('is refused for an unknown session', async () => {
    expect(await analyze(randomUUID())).toMatchObject({ status: 404, body: { field: 'practice_session_id' } });
  });

  it.each([
    [{ params: 'x' }, 'params'],
    [{ params: { text: 'x'.repeat(5_000) } }, 'params'],
    [{ params: { text: '\0' } }, 'params.text'],
    [{ force: 'yes' }, 'force'],
    [{ practice_record_ids: [] }, 'practice_record_ids'],
    [[], 'body'],
  ])('is refused with the body %j', async (body, field) => {
    const { sessionId, recordIds } = await gateway.session(['recorded']);
    const answer = await analyze(sessionId, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(refusedFields(answer.body)).toEqual([field]);
    expect(await tasksOf(recordIds)).toEqual([]);
  });
});

describe('a caller with as many tasks as allowed', () => {
  it('gets no further ones, and is told so for each record', async () => {
    const limited = await StartedGateway.start({ LIMITS: 'on', LIMIT_TASKS_IN_FLIGHT: '1' });
    await limited.ask('POST', '/analyze', { body: { practice_record_id: await limited.record() } });
    const { sessionId } = await limited.session(['recorded', 'recorded']);
    const answer = await limited.ask('POST', `/practice-sessions/${sessionId}/analyze`);
    expect(answer).toMatchObject({
      status: 202,
      body: { tasks: [], skipped: [{ reason: 'too-many-tasks' }, { reason: 'too-many-tasks' }] },
    });
    await limited.stop();
  });
});
