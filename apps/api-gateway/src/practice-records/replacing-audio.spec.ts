import { seedIds } from '@vocalborn/database';
import { mintToken } from '@vocalborn/system-harness';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formOf, formType, wave, webm, type Part } from '../fixtures/forms.js';
import {
  callers,
  refusedFields,
  secret,
  StartedGateway,
  type Answer,
  type Asked,
} from '../fixtures/started-gateway.js';
import type { RecordListDto } from './listed-record.dto.js';
import type { PracticeRecordDto } from './practice-record.dto.js';

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await StartedGateway.start({ MAX_AUDIO_FILE_SIZE: '10000', SUPPORTED_AUDIO_FORMATS: 'wav,webm' });
});
afterAll(() => gateway.stop());

const sentence: Part = { name: 'sentence_id', content: seedIds.chineseSentence };
const file = (content: string | Buffer): Part => ({ name: 'audio', content, file: { name: 'a.wav', type: 'x/y' } });
const audio = (content: string): Part => file(wave(content));
const put = (recordId: string, parts: readonly Part[], asked?: Asked) =>
  gateway.send('PUT', `/practice-records/${recordId}/audio`, parts, asked);
const read = (recordId: string) => gateway.ask('GET', `/practice-records/${recordId}`);
const content = async (recordId: string) =>
  readFile(join(gateway.audioFolder.path, String(await gateway.audioKey(recordId))), 'utf8');
const recordOf = ({ body }: Answer) => (body as PracticeRecordDto).practice_record_id;
const uploaded = async () => recordOf(await gateway.upload([sentence, audio('old')]));
const filesOf = async (recordId: string) => (await gateway.storedFiles()).filter((name) => name.startsWith(recordId));

describe('a new recording', () => {
  it('is the first of a pending record, which can be analysed then', async () => {
    const recordId = await gateway.record('pending');
    const answer = await put(recordId, [audio('first')]);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        practice_record_id: recordId,
        record_status: 'recorded',
        audio_content_type: 'audio/wav',
        audio_size: 17,
      },
    });
    expect((await read(recordId)).body).toEqual(answer.body);
    expect(await content(recordId)).toBe(wave('first'));
    const request = { practice_record_id: recordId };
    expect((await gateway.ask('POST', '/analyze', { body: request })).status).toBe(202);
  });

  it('replaces the old one, whose object is removed', async () => {
    const recordId = await uploaded();
    expect(await put(recordId, [file(webm('newer'))])).toMatchObject({
      status: 200,
      body: { audio_content_type: 'audio/webm', audio_size: 9, audio_duration: null },
    });
    expect(await content(recordId)).toContain('newer');
    expect(await filesOf(recordId)).toHaveLength(1);
  });

  it('keeps the results of the old one, and makes the record recorded and without a score', async () => {
    const taskId = await gateway.task('SUCCESS');
    const recordId = await gateway.recordOf(taskId);
    const listed = async () => {
      const { body } = await gateway.ask('GET', '/practice-records?limit=1');
      return (body as RecordListDto).practice_records[0];
    };
    expect(await listed()).toMatchObject({ practice_record_id: recordId, latest_score: { task_id: taskId } });
    expect((await put(recordId, [audio('new')])).body).toMatchObject({ record_status: 'recorded', ai_task_id: taskId });
    expect(await listed()).toMatchObject({ latest_task: { task_id: taskId }, latest_score: null });
    expect((await gateway.ask('GET', `/tasks/${taskId}/result`)).status).toBe(200);
    const { body } = await gateway.ask('POST', '/analyze', { body: { practice_record_id: recordId } });
    await gateway.finish(String(body.task_id));
    expect(await listed()).toMatchObject({ latest_score: { task_id: body.task_id } });
  });

  it('leaves an object alone that was not made for this record, because others may point to it', async () => {
    const [first, second] = [await uploaded(), await uploaded()];
    const shared = await gateway.audioKey(first);
    const statement = 'update practice_records set audio_key = $2 where practice_record_id = $1';
    await gateway.database.query(statement, [second, shared]);
    expect((await put(second, [audio('new')])).status).toBe(200);
    expect(await content(first)).toBe(wave('old'));
  });

  it('is taken although the old object cannot be removed', async () => {
    const recordId = await uploaded();
    const path = join(gateway.audioFolder.path, String(await gateway.audioKey(recordId)));
    await rm(path);
    await mkdir(path);
    expect((await put(recordId, [audio('new')])).status).toBe(200);
    expect(await content(recordId)).toBe(wave('new'));
  });
});

describe('who may record', () => {
  it.each([
    ['patient', 200],
    ['otherPatient', 404],
    ['therapist', 403],
    ['otherTherapist', 404],
    ['admin', 403],
    ['nobody', 401],
  ] as const)('a record of the patient: %s gets %i', async (as, status) => {
    const recordId = await uploaded();
    expect((await put(recordId, [audio('new')], { as })).status).toBe(status);
    expect(await content(recordId)).toBe(wave(status === 200 ? 'new' : 'old'));
    expect(await filesOf(recordId)).toHaveLength(1);
  });

  it('a record that does not exist, or has no id: nobody', async () => {
    expect((await put(randomUUID(), [audio('new')])).status).toBe(404);
    expect((await put('x', [audio('new')])).status).toBe(400);
  });
});

describe('a refused recording', () => {
  it.each<[string, Part[], number, string | null]>([
    ['no parts', [], 400, 'audio'],
    ['an empty file', [file('')], 400, 'audio'],
    ['two files', [audio('a'), audio('b')], 400, 'audio'],
    ['a field', [audio('a'), sentence], 400, 'sentence_id'],
    ['too much', [audio('x'.repeat(10_001))], 413, null],
    ['another format', [file('%PDF-1.7')], 415, null],
  ])('has %s, and the old one stays', async (_, parts, status, field) => {
    const recordId = await uploaded();
    const answer = await put(recordId, parts);
    expect(answer.status).toBe(status);
    if (field !== null) expect(refusedFields(answer.body)).toEqual([field]);
    expect(await content(recordId)).toBe(wave('old'));
    expect(await filesOf(recordId)).toHaveLength(1);
  });

  it('is no JSON', async () => {
    const recordId = await uploaded();
    const answer = await gateway.ask('PUT', `/practice-records/${recordId}/audio`, { body: { audio: 'x' } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed-body' } });
  });

  it('comes while its record is analysed, and the answer names the task', async () => {
    const recordId = await uploaded();
    const { body } = await gateway.ask('POST', '/analyze', { body: { practice_record_id: recordId } });
    expect(await put(recordId, [audio('new')])).toMatchObject({
      status: 409,
      body: { code: 'analysis-running', task_id: body.task_id },
    });
    expect(await content(recordId)).toBe(wave('old'));
  });

  it('is for a record that a therapist closed', async () => {
    const recordId = await gateway.record('analyzed');
    expect(await put(recordId, [audio('new')])).toMatchObject({
      status: 409,
      body: { code: 'record-already-reviewed' },
    });
  });

  it('is the first of a record whose owner has as many recordings as allowed', async () => {
    const limited = await StartedGateway.start({ LIMITS: 'on', LIMIT_RECORDINGS: '1' });
    const answerFor = async (recordId: string) =>
      (await limited.send('PUT', `/practice-records/${recordId}/audio`, [audio('new')])).body as { code?: string };
    expect(await answerFor(await limited.record('pending'))).toMatchObject({ code: 'too-many-recordings' });
    expect(await answerFor(await limited.record())).toMatchObject({ record_status: 'recorded' });
    await limited.stop();
  });

  it('fails in the database: with the row refused it is removed, with the connection lost it stays', async () => {
    const recordId = await uploaded();
    const failWith = async (action: string) => {
      await gateway.database.query(`
        create or replace function fail() returns trigger language plpgsql as $$ begin ${action}; return new; end $$;
        create or replace trigger fail before update on practice_records
          for each row when (new.practice_record_id = '${recordId}') execute function fail()`);
      return (await put(recordId, [audio('new')])).status;
    };
    expect(await failWith("raise 'broken'")).toBe(500);
    expect(await filesOf(recordId)).toHaveLength(1);
    expect(await failWith('perform pg_terminate_backend(pg_backend_pid())')).toBe(503);
    expect(await filesOf(recordId)).toHaveLength(2);
    await gateway.database.query('drop function fail() cascade');
    expect(await content(recordId)).toBe(wave('old'));
    expect((await put(recordId, [audio('new')])).status).toBe(200);
  });
});

describe('at the same time', () => {
  it('of ten uploads one stays, and every one is answered with its own recording', async () => {
    const recordId = await uploaded();
    const sizes = Array.from({ length: 10 }, (_, index) => index + 1);
    const answers = await Promise.all(sizes.map((size) => put(recordId, [audio('x'.repeat(size))])));
    expect(answers.map(({ status, body }) => [status, (body as PracticeRecordDto).audio_size])).toEqual(
      sizes.map((size) => [200, 12 + size]),
    );
    expect(await filesOf(recordId)).toHaveLength(1);
    expect((await content(recordId)).length).toBe((await read(recordId)).body.audio_size);
  });

  it('an analysis that is accepted while the recording arrives keeps the old one', async () => {
    const recordId = await uploaded();
    const address = await gateway.listen();
    const token = await mintToken({ ...callers.patient, secret });
    const form = formOf([audio('new')]);
    let accepted: Answer | undefined;
    const body = (async function* () {
      yield form.subarray(0, 90);
      accepted = await gateway.ask('POST', '/analyze', { body: { practice_record_id: recordId } });
      yield form.subarray(90);
    })();
    const answer = await fetch(`${address}/practice-records/${recordId}/audio`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': formType },
      body: Readable.toWeb(Readable.from(body)) as ReadableStream,
      duplex: 'half',
    } as RequestInit);
    expect(accepted?.status).toBe(202);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: 'analysis-running', task_id: accepted?.body.task_id });
    expect(await content(recordId)).toBe(wave('old'));
    expect(await filesOf(recordId)).toHaveLength(1);
  });
});
