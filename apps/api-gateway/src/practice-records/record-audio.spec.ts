import { seedIds } from '@vocalborn/database';
import { createLogger } from '@vocalborn/observability';
import { mintToken } from '@vocalborn/system-harness';
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wave, type Part } from '../fixtures/forms.js';
import { callers, secret, StartedGateway, type Answer, type Asked } from '../fixtures/started-gateway.js';
import type { AudioLinkDto } from '../audio/audio-link.dto.js';
import type { PracticeRecordDto } from './practice-record.dto.js';

let gateway: StartedGateway;
let recordId: string;
beforeAll(async () => {
  gateway = await StartedGateway.start();
  recordId = await uploaded(recording);
});
afterAll(() => gateway.stop());

/** 22 bytes. */
const recording = wave('0123456789');
const sentence: Part = { name: 'sentence_id', content: seedIds.chineseSentence };
const audio = (content: string): Part => ({ name: 'audio', content, file: { name: 'a.wav', type: 'audio/wav' } });
const uploaded = async (content: string) => {
  const { body } = await gateway.upload([sentence, audio(content)]);
  return (body as PracticeRecordDto).practice_record_id;
};
const read = (headers: Record<string, string> = {}, asked: Asked = {}) =>
  gateway.ask('GET', `/practice-records/${recordId}/audio`, { headers, ...asked });
const ask = (url: string) => gateway.ask('GET', url, { as: 'nobody' });
const linkTo = async (id: string, asked?: Asked) =>
  linkOf(await gateway.ask('POST', `/practice-records/${id}/audio-link`, asked));
const linkOf = ({ body }: Answer) => body as AudioLinkDto;

const visibility = [
  ['patient', 200],
  ['otherPatient', 404],
  ['therapist', 200],
  ['otherTherapist', 404],
  ['admin', 200],
  ['nobody', 401],
] as const;

describe('the recording of a record', () => {
  it('is sent as it was uploaded, and not as a document', async () => {
    const { status, headers, body } = await read();
    expect({ status, body }).toEqual({ status: 200, body: recording });
    expect(headers).toMatchObject({
      'content-type': 'audio/wav',
      'content-length': '22',
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
      'content-disposition': `inline; filename="${recordId}.wav"`,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      etag: expect.stringMatching(/^"[\w-]+"$/),
    });
  });

  it.each(visibility)('is sent to %s: %i', async (as, status) => {
    expect((await read({}, { as })).status).toBe(status);
    expect((await gateway.ask('POST', `/practice-records/${recordId}/audio-link`, { as })).status).toBe(status);
  });

  it('does not exist of an unknown record, nor before anything is recorded', async () => {
    for (const id of [randomUUID(), await gateway.record('pending')]) {
      expect((await gateway.ask('GET', `/practice-records/${id}/audio`)).status).toBe(404);
      expect((await gateway.ask('POST', `/practice-records/${id}/audio-link`)).status).toBe(404);
    }
  });

  it('that is missing in the store gives 404', async () => {
    const id = await gateway.record();
    expect(await gateway.ask('GET', `/practice-records/${id}/audio`)).toMatchObject({ body: { code: 'not-found' } });
  });

  it.each(['text/html', 'audio/wav\r\nSet-Cookie: a=b', null])(
    'with the stored type %j is sent as bytes',
    async (type) => {
      const id = await uploaded(wave('x'));
      const statement = 'update practice_records set audio_content_type = $2 where practice_record_id = $1';
      await gateway.database.query(statement, [id, type]);
      const { status, headers } = await gateway.ask('GET', `/practice-records/${id}/audio`);
      expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'application/octet-stream' });
    },
  );
});

describe('a part of a recording', () => {
  it.each([
    ['bytes=14-16', '234', 'bytes 14-16/22'],
    ['bytes=19-', '789', 'bytes 19-21/22'],
    ['bytes=-1', '9', 'bytes 21-21/22'],
  ])('is sent for the range %s', async (range, body, contentRange) => {
    const answer = await read({ range });
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 206, body });
    expect(answer.headers).toMatchObject({ 'content-range': contentRange, 'content-length': String(body.length) });
  });

  it('that does not exist gives 416 with the size', async () => {
    const { status, headers, body } = await read({ range: 'bytes=22-' });
    expect({ status, code: body.code }).toEqual({ status: 416, code: 'range-not-satisfiable' });
    expect(headers).toMatchObject({
      'content-range': 'bytes */22',
      'content-type': expect.stringContaining('problem+json'),
    });
  });

  it('is the whole for several ranges', async () => {
    expect(await read({ range: 'bytes=0-1,3-4' })).toMatchObject({ status: 200, body: recording });
  });

  it('is sent with If-Range only while the recording is the same', async () => {
    const id = await uploaded(recording);
    const part = (ifRange: unknown) =>
      gateway.ask('GET', `/practice-records/${id}/audio`, {
        headers: { range: 'bytes=0-0', 'if-range': String(ifRange) },
      });
    const { headers } = await gateway.ask('GET', `/practice-records/${id}/audio`);
    expect((await part(headers['etag'])).status).toBe(206);
    expect((await part(`W/${String(headers['etag'])}`)).status).toBe(200);
    expect((await part('Thu, 01 Jan 2026 00:00:00 GMT')).status).toBe(200);
    await gateway.send('PUT', `/practice-records/${id}/audio`, [audio(wave('another'))]);
    expect(await part(headers['etag'])).toMatchObject({ status: 200, body: wave('another') });
  });

  it('and the whole are not sent when the caller has it', async () => {
    const { headers } = await read();
    const tag = String(headers['etag']);
    expect(await read({ 'if-none-match': tag })).toMatchObject({ status: 304, body: '' });
    expect((await read({ 'if-none-match': '"other"' })).status).toBe(200);
  });
});

describe('over a connection', () => {
  let address: string;
  let token: string;
  beforeAll(async () => {
    address = await gateway.listen();
    token = await mintToken({ ...callers.patient, secret });
  });
  const headers = (range?: string) => ({ authorization: `Bearer ${token}`, ...(range ? { range } : {}) });

  it('HEAD tells size and range without a body', async () => {
    const url = `${address}/practice-records/${recordId}/audio`;
    const whole = await fetch(url, { method: 'HEAD', headers: headers() });
    expect([whole.status, whole.headers.get('content-length'), await whole.text()]).toEqual([200, '22', '']);
    const part = await fetch(url, { method: 'HEAD', headers: headers('bytes=0-3') });
    expect([part.status, part.headers.get('content-length')]).toEqual([206, '4']);
  });

  it('a large recording arrives whole, and a reader who leaves early harms nobody', async () => {
    const large = wave('abcdefgh'.repeat(1_000_000));
    const id = await uploaded(large);
    const url = `${address}/practice-records/${id}/audio`;
    await new Promise<void>((resolve, reject) => {
      const leaving = request(url, { headers: headers() }, (response) => {
        response.once('data', () => response.destroy());
        response.once('close', resolve);
      });
      leaving.on('error', reject).end();
    });
    expect((await (await fetch(url, { headers: headers() })).text()) === large).toBe(true);
    const end = await fetch(url, { headers: headers('bytes=-9') });
    expect(await end.text()).toBe('habcdefgh');
  });
});

describe('a link to a recording', () => {
  it('works without a token, in part too, for pages of other origins, and for minutes', async () => {
    const { url, expires_at } = await linkTo(recordId);
    expect(url).toMatch(new RegExp(`^/practice-records/${recordId}/audio\\?expires=\\d+&signature=[\\w-]{43}$`));
    const seconds = (Date.parse(expires_at) - Date.now()) / 1_000;
    expect(seconds).toBeGreaterThan(290);
    expect(seconds).toBeLessThanOrEqual(300);
    const { status, headers, body } = await ask(url);
    expect({ status, body }).toEqual({ status: 200, body: recording });
    expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
    const part = await gateway.ask('GET', url, { as: 'nobody', headers: { range: 'bytes=0-0' } });
    expect(part).toMatchObject({ status: 206, body: 'R' });
  });

  it.each<[string, (url: string) => string]>([
    ['with another signature', (url) => `${url.slice(0, -2)}${url.endsWith('AA') ? 'BB' : 'AA'}`],
    ['with a later expiry', (url) => url.replace(/expires=(\d+)/, (_, at) => `expires=${Number(at) + 1}`)],
    ['with the expiry in another form', (url) => url.replace('expires=', 'expires=0')],
    ['without an expiry', (url) => url.replace(/expires=\d+&/, '')],
    ['with an empty signature', (url) => url.replace(/signature=.*/, 'signature=')],
    ['for an unknown record', (url) => url.replace(recordId, randomUUID())],
  ])('is refused %s, and the answer does not repeat it', async (_, change) => {
    const answer = await ask(change((await linkTo(recordId)).url));
    expect(answer).toMatchObject({
      status: 403,
      body: { code: 'audio-link-not-valid', instance: expect.not.stringContaining('?') },
    });
    expect(JSON.stringify(answer.body)).not.toContain('signature');
  });

  it.each(['signature=a&signature=b', `signature=${'a'.repeat(101)}`, 'signature=x&token=x'])(
    'has no query %s',
    async (query) => {
      expect((await ask(`/practice-records/${recordId}/audio?${query}`)).status).toBe(400);
    },
  );

  it('is for one record, and for its present recording', async () => {
    const id = await uploaded(wave('other'));
    const { url } = await linkTo(id);
    expect((await ask(url.replace(id, recordId))).status).toBe(403);
    expect((await ask(url)).status).toBe(200);
    await gateway.send('PUT', `/practice-records/${id}/audio`, [audio(wave('new'))]);
    expect((await ask(url)).status).toBe(403);
  });

  it('opens nothing but the recording, and nothing without its signature', async () => {
    const { url } = await linkTo(recordId);
    expect((await ask(url.replace(/&signature.*/, ''))).status).toBe(401);
    expect((await gateway.ask('POST', url.replace('/audio?', '/audio-link?'), { as: 'nobody' })).status).toBe(401);
    expect((await ask(url.replace('/audio?', '?'))).status).toBe(401);
  });
});

describe('the log of a gateway', () => {
  it('has the route of a request with a link, and neither its query nor a token', async () => {
    const lines: string[] = [];
    const logger = createLogger({ name: 'spec', level: 'trace' }, { write: (line) => lines.push(line) });
    const logged = await StartedGateway.start({}, logger);
    const id = await logged.record();
    const { url } = linkOf(await logged.ask('POST', `/practice-records/${id}/audio-link`));
    expect((await logged.ask('GET', url, { as: 'nobody' })).status).toBe(404);
    await rm(logged.audioFolder.path, { recursive: true });
    await writeFile(logged.audioFolder.path, 'a file in its place');
    expect((await logged.ask('GET', url, { as: 'nobody' })).status).toBe(503);
    await logged.stop();
    const text = lines.join('');
    expect(text).toContain('/practice-records/:practice_record_id/audio"');
    expect(text).not.toMatch(/signature|Bearer/);
    expect(text).not.toContain(String(new URL(url, 'http://x').searchParams.get('signature')));
  });
});
