import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AnsweringAiService, measured, refused, refusedLate } from '../fixtures/ai-service.js';
import { wave, webm, type Part } from '../fixtures/forms.js';
import {
  callers,
  refusedFields,
  StartedGateway,
  type Answer,
  type Asked,
  type CallerName,
} from '../fixtures/started-gateway.js';
import type { SentenceDto, SentenceListDto } from './sentence.dto.js';

let service: AnsweringAiService;
let gateway: StartedGateway;
beforeAll(async () => {
  service = await AnsweringAiService.start();
  gateway = await StartedGateway.start({
    ...{ AI_SERVICE_URL: service.url, AI_SERVICE_API_KEY: 'its key' },
    ...{ SUPPORTED_AUDIO_FORMATS: 'wav,webm', MAX_AUDIO_FILE_SIZE: '10000' },
  });
});
afterAll(async () => {
  await gateway.stop();
  service.stop();
});
beforeEach(() => {
  service.asked.length = 0;
  service.answer = measured();
});

const text = (content = '早安。'): Part => ({ name: 'text', content });
const language = (content = 'zh-TW'): Part => ({ name: 'language', content });
const audio = (content: string | Buffer = wave('an example')): Part => ({
  ...{ name: 'audio', content, file: { name: 'a.wav', type: 'audio/wav' } },
});
const whole = (): Part[] => [text(), language(), audio()];
const add = (parts: readonly Part[], asked: Asked = {}): Promise<Answer> =>
  gateway.send('POST', '/sentences', parts, { as: 'therapist', ...asked });
const listed = async () => ((await gateway.ask('GET', '/sentences')).body as SentenceListDto).sentences;

describe('a sentence that is added', () => {
  it.each<CallerName>(['therapist', 'admin'])('by a %s is answered, listed, and has its example', async (as) => {
    const { status, headers, body } = await add(whole(), { as });
    const sentence = body as SentenceDto;
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        sentence_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        ...{ text: '早安。', language: 'zh-TW', has_example_audio: true },
      },
    });
    expect(headers['location']).toBe(`/sentences/${sentence.sentence_id}`);
    expect((await gateway.ask('GET', `/sentences/${sentence.sentence_id}`)).body).toEqual(body);
    expect(await listed()).toContainEqual(body);
    const example = await gateway.ask('GET', `/sentences/${sentence.sentence_id}/audio`);
    expect(example).toMatchObject({ status: 200, body: wave('an example') });
    expect(example.headers['content-type']).toBe('audio/wav');
  });

  it('has its example below examples/, with a folder per day', async () => {
    const { body } = await add(whole());
    const day = new Date().toISOString().slice(0, 10);
    const path = join(gateway.audioFolder.path, 'examples', day, `${String(body.sentence_id)}.wav`);
    expect(await readFile(path, 'utf8')).toBe(wave('an example'));
  });

  it('is checked first: the ai-service gets the example and the key, and no reference', async () => {
    await add([audio(), language('en-US'), text('Good morning.')]);
    expect(service.asked).toHaveLength(1);
    expect(service.asked[0]).toContain('name="sample"');
    expect(service.asked[0]).toContain(wave('an example'));
    expect(service.asked[0]).toContain('en-US');
    expect(service.asked[0]).not.toContain('reference');
    expect(service.keys.at(-1)).toBe('Bearer its key');
  });

  it.each([
    ['1,000 letters', '你'.repeat(1_000)],
    ['one letter', 'a'],
    ['letters beyond the first plane', '𠮷𠮷'],
  ])('may have %s', async (_, content) => {
    expect(await add([text(content), language(), audio()])).toMatchObject({ status: 201, body: { text: content } });
  });

  it('may have advice that does not make its example worse', async () => {
    service.answer = measured('slow');
    expect((await add(whole())).status).toBe(201);
  });

  it('has the content type of its content', async () => {
    const { body } = await add([text(), language(), audio(webm('example'))]);
    const { headers } = await gateway.ask('GET', `/sentences/${String(body.sentence_id)}/audio`);
    expect(headers['content-type']).toBe('audio/webm');
  });
});

describe('a sentence that is refused', () => {
  let before: unknown;
  const kept = async () => ({ sentences: await listed(), files: await gateway.storedFiles() });
  beforeEach(async () => {
    before = await kept();
  });
  afterEach(async () => {
    expect(await kept()).toEqual(before);
  });

  it.each<[CallerName | 'nobody', number]>([
    ['patient', 403],
    ['otherPatient', 403],
    ['nobody', 401],
  ])('comes from %s: %i', async (as, status) => {
    const answer = await add(whole(), { as });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.body).toMatchObject({ code: 'forbidden' });
    expect(service.asked).toEqual([]);
  });

  it.each<[string, Part[], string]>([
    ['no text', [language(), audio()], 'text'],
    ['an empty text', [text(''), language(), audio()], 'text'],
    ['a text of spaces', [text(' \u3000'), language(), audio()], 'text'],
    ['too long a text', [text('x'.repeat(1_001)), language(), audio()], 'text'],
    ['a text with NUL', [text('a\0b'), language(), audio()], 'text'],
    ['a text with a line break', [text('a\nb'), language(), audio()], 'text'],
    ['a text with a control character', [text('a\u0085b'), language(), audio()], 'text'],
    [
      'half a surrogate pair',
      [{ name: 'text', content: Buffer.from([0xed, 0xa0, 0x80]) }, language(), audio()],
      'text',
    ],
    ['no language', [text(), audio()], 'language'],
    ['another language', [text(), language('de-DE'), audio()], 'language'],
    ['no language tag', [text(), language('chinese'), audio()], 'language'],
    ['no example', [text(), language()], 'audio'],
    ['an empty example', [text(), language(), audio('')], 'audio'],
    ['two examples', [...whole(), audio()], 'audio'],
    ['an unknown field', [...whole(), { name: 'sentence_id', content: randomUUID() }], 'sentence_id'],
  ])('has %s, and the ai-service is not asked', async (_, parts, field) => {
    const { status, body } = await add(parts);
    expect({ status, code: body.code, fields: refusedFields(body) }).toEqual({
      ...{ status: 400, code: 'invalid-request', fields: [field] },
    });
    expect(service.asked).toEqual([]);
  });

  it('names the languages that there are', async () => {
    const { body } = await add([text(), language('de-DE'), audio()]);
    expect(JSON.stringify(body.errors)).toContain('zh-TW, en-US');
  });

  it.each<[string, Part, number, string]>([
    ['a document', audio('<svg/>'.repeat(10)), 415, 'unsupported-media-type'],
    ['a format that is left out', audio('fLaC and frames'), 415, 'unsupported-media-type'],
    ['too many bytes', audio(wave('x'.repeat(10_000))), 413, 'audio-too-large'],
  ])('has as its example %s', async (_, part, status, code) => {
    expect(await add([text(), language(), part])).toMatchObject({ status, body: { code } });
    expect(service.asked).toEqual([]);
  });

  it.each([
    ['audio-silent', 422, 'example-not-usable'],
    ['audio-too-short', 422, 'example-not-usable'],
    ['audio-too-long', 422, 'example-not-usable'],
    ['undecodable-audio', 422, 'example-not-usable'],
    ['audio-too-large', 413, 'example-not-usable'],
    ['unsupported-format', 415, 'unsupported-media-type'],
  ] as const)('has an example that the ai-service refuses: %s', async (reason, itsStatus, code) => {
    for (const answer of [refused(itsStatus, reason), refusedLate(itsStatus, reason)]) {
      service.answer = answer;
      const { status, body } = await add(whole());
      expect({ status, body }).toMatchObject({
        status: code === 'example-not-usable' ? 422 : 415,
        body: { code, field: 'audio', reason },
      });
      expect(JSON.stringify(body)).not.toContain('its own words');
    }
  });

  it.each(['overdriven-recording', 'noisy-recording', 'cut-recording', 'no-voice'])(
    'has an example that was measured and makes a bad one: %s',
    async (reason) => {
      service.answer = measured(reason);
      expect(await add(whole())).toMatchObject({
        status: 422,
        body: { code: 'example-not-usable', field: 'audio', reason, detail: 'Record it once more.' },
      });
    },
  );

  it('is explained in Chinese to who prefers it', async () => {
    service.answer = refused(422, 'audio-silent');
    const { body } = await add(whole(), { headers: { 'accept-language': 'zh-TW' } });
    expect(body).toMatchObject({ title: '此示範錄音無法使用', detail: '示範錄音中聽不到聲音。' });
  });

  it.each([
    ['is full', refused(503, 'queue-full')],
    ['fails', refused(500, 'analysis-failed')],
    ['does not know the key', refused(401, 'unauthorized')],
    ['gives no result', ((_, reply) => reply.writeHead(200).end('{}')) satisfies AnsweringAiService['answer']],
    ['breaks off', ((_, reply) => reply.socket?.destroy()) satisfies AnsweringAiService['answer']],
  ])('can be sent again when the ai-service %s', async (_, answer) => {
    service.answer = answer;
    const { status, headers, body } = await add(whole());
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'service-unavailable' });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });
});

it('nobody adds a sentence where no ai-service is known, and the form is not read', async () => {
  const alone = await StartedGateway.start();
  const answer = await alone.send('POST', '/sentences', whole(), { as: 'admin' });
  expect(answer).toMatchObject({ status: 501, body: { code: 'examples-cannot-be-checked' } });
  expect(await alone.storedFiles()).toEqual([]);
  await alone.stop();
});

it('sentences that are added count as uploads', async () => {
  const limited = await StartedGateway.start({
    ...{ AI_SERVICE_URL: service.url, LIMITS: 'on', LIMIT_UPLOADS_PER_MINUTE: '1' },
  });
  const statuses: number[] = [];
  for (let time = 0; time < 2; time += 1) {
    statuses.push((await limited.send('POST', '/sentences', whole(), { as: 'therapist' })).status);
  }
  expect(statuses).toEqual([201, 429]);
  await limited.stop();
});

it('a sentence whose row cannot be written leaves no example', async () => {
  const broken = await StartedGateway.start({ AI_SERVICE_URL: service.url });
  await broken.database.query(`alter table sentences add constraint none check (text <> '早安。')`);
  expect((await broken.send('POST', '/sentences', whole(), { as: 'admin' })).status).toBe(500);
  expect(await broken.storedFiles()).toEqual([]);
  await broken.stop();
});

it('a caller needs no row among the users to add a sentence', async () => {
  expect((await add(whole(), { as: 'otherTherapist' })).status).toBe(201);
  const users = 'select role from users where user_id = $1';
  expect(await gateway.database.query(users, [callers.otherTherapist.sub])).toEqual([]);
});
