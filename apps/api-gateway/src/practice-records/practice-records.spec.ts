import { seedIds } from '@vocalborn/database';
import { recordStatuses } from '@vocalborn/task';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { wave, webm, type Part } from '../fixtures/forms.js';
import { callers, refusedFields, seesThePatient, StartedGateway, type Asked } from '../fixtures/started-gateway.js';

const maxBytes = 10_000;

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await StartedGateway.start({
    MAX_AUDIO_FILE_SIZE: String(maxBytes),
    SUPPORTED_AUDIO_FORMATS: 'wav,webm',
  });
});
afterAll(() => gateway.stop());

const sentence: Part = { name: 'sentence_id', content: seedIds.chineseSentence };
const audio: Part = { name: 'audio', content: wave('recorded'), file: { name: 'a.wav', type: 'audio/wav' } };
const read = (recordId: unknown, asked?: Asked) => gateway.ask('GET', `/practice-records/${String(recordId)}`, asked);
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

const storedFiles = () => gateway.storedFiles();

describe('an accepted upload', () => {
  it('creates a record that points to the stored recording', async () => {
    const { status, headers, body } = await gateway.upload([sentence, audio]);
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        practice_record_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        sentence_id: seedIds.chineseSentence,
        practice_session_id: null,
        record_status: 'recorded',
        audio_content_type: 'audio/wav',
        audio_size: 20,
        audio_duration: null,
        audio_deleted_at: null,
        ai_task_id: null,
        created_at: time,
        updated_at: time,
      },
    });
    expect(headers['location']).toBe(`/practice-records/${body.practice_record_id}`);
    expect((await read(body.practice_record_id)).body).toEqual(body);
    expect(await storedFiles()).toHaveLength(1);
  });

  it('can be analysed at once', async () => {
    const { body } = await gateway.upload([audio, sentence]);
    const request = { practice_record_id: body.practice_record_id };
    const { body: accepted } = await gateway.ask('POST', '/analyze', { body: request });
    expect((await read(body.practice_record_id)).body).toMatchObject({
      record_status: 'ai_queued',
      ai_task_id: accepted.task_id,
    });
  });

  it.each([
    ['the largest size', { ...audio, content: wave('x'.repeat(maxBytes - 12)) }, { audio_size: maxBytes }],
    ['a header only', { ...audio, content: wave('') }, { audio_size: 12 }],
    [
      'a content type with a codec',
      { ...audio, content: webm('recorded'), file: { name: 'blob', type: 'audio/webm;codecs=opus' } },
      { audio_content_type: 'audio/webm' },
    ],
    [
      'a path as its name',
      { ...audio, file: { name: '../../etc/passwd.WAV', type: 'x/y' } },
      { audio_content_type: 'audio/wav' },
    ],
    [
      'a name that calls it another format',
      { ...audio, content: webm('recorded'), file: { name: 'a.wav', type: 'audio/wav' } },
      { audio_content_type: 'audio/webm' },
    ],
  ] as const)('may have %s', async (_, part, fields) => {
    expect(await gateway.upload([sentence, part])).toMatchObject({ status: 201, body: fields });
  });

  it.each(['patient', 'otherPatient', 'therapist', 'admin'] as const)('belongs to its sender: %s', async (as) => {
    const { status, body } = await gateway.upload([sentence, audio], { as });
    expect(status).toBe(201);
    expect((await read(body.practice_record_id, { as })).status).toBe(200);
    expect((await read(body.practice_record_id, { as: 'otherTherapist' })).status).toBe(404);
  });
});

describe('a refused upload', () => {
  let before: string[];
  beforeAll(async () => {
    before = await storedFiles();
  });
  afterEach(async () => {
    expect(await storedFiles()).toEqual(before);
  });

  it.each<[string, Part[], string]>([
    ['no parts', [], 'audio'],
    ['no sentence', [audio], 'sentence_id'],
    ['a malformed sentence id', [{ ...sentence, content: 'x' }, audio], 'sentence_id'],
    ['a sentence id with NUL', [audio, { ...sentence, content: `${seedIds.chineseSentence}\0` }], 'sentence_id'],
    ['an unknown sentence', [audio, { ...sentence, content: randomUUID() }], 'sentence_id'],
    ['no recording', [sentence], 'audio'],
    ['a recording without a file name', [sentence, { name: 'audio', content: 'x' }], 'audio'],
    ['an empty recording', [sentence, { ...audio, content: '' }], 'audio'],
    ['two recordings', [sentence, audio, audio], 'audio'],
    ['a file under another name', [sentence, audio, { ...audio, name: 'example' }], 'example'],
    ['an unknown field', [sentence, audio, { name: 'language', content: 'en' }], 'language'],
    ['a field named __proto__', [sentence, audio, { name: '__proto__', content: 'x' }], '__proto__'],
    ['a field named constructor', [sentence, audio, { name: 'constructor', content: 'x' }], 'constructor'],
    ['too long a field', [audio, { ...sentence, content: 'x'.repeat(5_000) }], 'sentence_id'],
  ])('has %s', async (_, parts, field) => {
    const { status, body } = await gateway.upload(parts);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid-request' });
    expect(refusedFields(body)).toContain(field);
  });

  it.each<[string, Part, number, object]>([
    [
      'a byte too many',
      { ...audio, content: wave('x'.repeat(maxBytes - 11)) },
      413,
      { code: 'audio-too-large', field: 'audio', max_bytes: maxBytes },
    ],
    [
      'an unsupported format that is called WAV',
      { ...audio, content: 'fLaC----' },
      415,
      { code: 'unsupported-media-type', field: 'audio', supported: ['wav', 'webm'] },
    ],
    [
      'a document that is called WAV',
      { ...audio, content: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
      415,
      { code: 'unsupported-media-type', field: 'audio', supported: ['wav', 'webm'] },
    ],
    ['one byte', { ...audio, content: 'R' }, 415, { code: 'unsupported-media-type' }],
  ])('has %s', async (_, part, status, body) => {
    expect(await gateway.upload([sentence, part])).toMatchObject({ status, body });
  });

  it.each<[string, Asked, number, string]>([
    ['JSON', { body: { sentence_id: seedIds.chineseSentence } }, 400, 'malformed-body'],
    ['XML', { body: '<a/>', headers: { 'content-type': 'text/xml' } }, 415, 'unsupported-media-type'],
    [
      'a form without a boundary',
      { body: 'x', headers: { 'content-type': 'multipart/form-data' } },
      400,
      'malformed-body',
    ],
    [
      'a form that breaks off',
      { body: '--zz\r\nContent-Disp', headers: { 'content-type': 'multipart/form-data; boundary=zz' } },
      400,
      'malformed-body',
    ],
  ])('is %s', async (_, asked, status, code) => {
    expect(await gateway.ask('POST', '/practice-records', asked)).toMatchObject({ status, body: { code } });
  });

  it('comes without a token', async () => {
    expect((await gateway.upload([sentence, audio], { as: 'nobody' })).status).toBe(401);
  });
});

it('a caller who uploads for the first time becomes a user with the role of the token', async () => {
  for (let time = 0; time < 2; time += 1) {
    expect((await gateway.upload([sentence, audio], { as: 'otherTherapist' })).status).toBe(201);
  }
  const users = 'select role from users where user_id = $1';
  expect(await gateway.database.query(users, [callers.otherTherapist.sub])).toEqual([{ role: 'therapist' }]);
});

describe('reading a record', () => {
  it.each(seesThePatient)('%s may read a record of the patient: %s', async (as, may) => {
    const { status, headers, body } = await read(seedIds.chineseRecord, { as });
    expect(status).toBe(may ? 200 : 404);
    if (may) expect(headers['cache-control']).toBe('no-store');
    else expect(body).toMatchObject({ code: 'not-found', field: 'practice_record_id' });
  });

  it.each(recordStatuses)('shows the status %s', async (recordStatus) => {
    const { body } = await read(await gateway.record(recordStatus));
    expect(body.record_status).toBe(recordStatus);
  });

  it('shows the duration that the analysis found', async () => {
    const recordId = await gateway.recordOf(await gateway.task('SUCCESS'));
    expect((await read(recordId)).body).toMatchObject({ audio_duration: 3.2, record_status: 'ai_analyzed' });
  });

  it('of an unknown id gives 404, of a malformed one 400', async () => {
    expect((await read(randomUUID())).status).toBe(404);
    expect(await read('x')).toMatchObject({ status: 400, body: { errors: [{ field: 'practice_record_id' }] } });
  });

  it('needs a token', async () => {
    expect((await read(seedIds.chineseRecord, { as: 'nobody' })).status).toBe(401);
  });
});
