import { aiProblemSchema } from '@vocalborn/ai-contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { postRaw, readAnswer, type RawRequest } from './fixtures/raw-client.js';
import { readSample } from './fixtures/recordings.js';
import { startService, until, type Service } from './fixtures/service.js';

const type = 'multipart/form-data; boundary=zz';
const example = Buffer.from(readSample('zh-example.wav'));
const sampleHead = 'Content-Disposition: form-data; name="sample"; filename="a.wav"\r\n';
const part = (headers: string, content: Buffer) =>
  Buffer.concat([Buffer.from(`--zz\r\n${headers}\r\n`), content, Buffer.from('\r\n')]);
const form = (...parts: Buffer[]) => Buffer.concat([...parts, Buffer.from('--zz--\r\n')]);
const field = (name: string, content: Buffer | string) =>
  part(`Content-Disposition: form-data; name="${name}"\r\n`, Buffer.from(content));
const sample = part(sampleHead, example);
const long = Buffer.alloc(120_000, 65);

interface Queue {
  reading: number;
  running: number;
}
const queue = async (service: Service) =>
  ((await (await fetch(`${service.url}/health`)).json()) as { queue: Queue }).queue;

async function answerTo(service: Service, body: Buffer, contentType = type, accept = 'application/json') {
  const {
    status,
    head,
    body: told,
  } = readAnswer(await (await postRaw(service.url, { type: contentType, body, accept })).answer);
  return { status, head, told };
}

describe('a request that breaks the rules', () => {
  let service: Service;
  beforeAll(async () => void (service = await startService({ ANALYSIS_POOL_SIZE: '1' })));
  afterAll(() => service.process.kill('SIGKILL'));

  const nameless = 'lacks "Content-Disposition: form-data" with a name';
  it.each<[string, string, Buffer, string?]>([
    ['a long part without a disposition', nameless, form(part('X: y\r\n', long))],
    ['a short part without a disposition', nameless, form(part('X: y\r\n', Buffer.from('abc')))],
    ['a part without a header', nameless, form(part('', long))],
    [
      'an attachment',
      nameless,
      form(part('Content-Disposition: attachment; name="sample"; filename="a.wav"\r\n', example)),
    ],
    ['a nameless part after the sample', nameless, form(sample, part('X: y\r\n', long))],
    ['a file without a name', nameless, form(part('Content-Disposition: form-data; filename="a"\r\n', long))],
    ['no boundary in its type', 'names no boundary', example, 'multipart/form-data'],
    ['a boundary that its body lacks', 'does not begin with the boundary', example],
    ['a body without its end', 'ends before the last boundary', sample.subarray(0, -4)],
    ['too many parts', 'more than 5 parts', form(...Array.from({ length: 6 }, () => field('text', 'x')))],
    ['too long a text', '"text" must have at most 4096 bytes', form(sample, field('text', Buffer.alloc(4_097, 65)))],
    ['a text that is no UTF-8', '"text" must be UTF-8', form(sample, field('text', Buffer.from([97, 255, 254])))],
    ['another type', 'Send multipart/form-data', example, 'audio/wav'],
    ['broken JSON', 'Send multipart/form-data', Buffer.from('{'), 'application/json'],
  ])('is told so: %s', async (_, detail, body, contentType) => {
    const { status, told } = await answerTo(service, body, contentType);
    const problem = aiProblemSchema.parse(told);
    expect({ status, code: problem.code }).toEqual({ status: 400, code: 'invalid-request' });
    expect(problem.detail).toContain(detail);
  });

  it('names the field whose text is wrong', async () => {
    const { told } = await answerTo(service, form(sample, field('text', Buffer.alloc(5_000_000, 65))));
    expect(told).toMatchObject({ field: 'text', type: 'urn:vocalborn:problem:invalid-request' });
  });

  it('is told by a code that there is nothing at its address', async () => {
    const response = await fetch(`${service.url}/analyse`);
    expect([response.status, aiProblemSchema.parse(await response.json()).code]).toEqual([404, 'not-found']);
  });

  it('is told so when its address cannot be read', async () => {
    const response = await fetch(`${service.url}/%ff`, { method: 'POST', body: long });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(aiProblemSchema.parse(await response.json()).code).toBe('invalid-request');
  });

  it.each(['zh', 'EN', 'zh-tw'])('is none when it names its language %s', async (language) => {
    expect((await answerTo(service, form(sample, field('language', language)))).status).toBe(200);
  });
});

describe('slow requests', () => {
  let service: Service;
  const open: RawRequest[] = [];
  afterEach(() => {
    for (const { socket } of open.splice(0)) socket.destroy();
    service.process.kill('SIGKILL');
  });
  const begin = async () => {
    const request = await postRaw(service.url, { type, body: sample, length: 1_000_000 });
    open.push(request);
    return request;
  };

  it('end with 408, whether they trickle or stall', async () => {
    service = await startService({ ANALYSIS_POOL_SIZE: '1', UPLOAD_TIMEOUT_SECONDS: '1' });
    const [trickling, stalled] = [await begin(), await begin()];
    const trickle = setInterval(() => trickling.socket.write('x'), 20);
    for (const { answer } of [trickling, stalled]) {
      const { status, body } = readAnswer(await answer);
      expect([status, aiProblemSchema.parse(body).code]).toEqual([408, 'upload-timeout']);
    }
    clearInterval(trickle);
    expect(await queue(service)).toMatchObject({ reading: 0 });
  });

  it('take no more places than the queue has, and give them back when they leave', async () => {
    service = await startService({ ANALYSIS_POOL_SIZE: '1', ANALYSIS_QUEUE_LIMIT: '1' });
    await begin();
    await begin();
    await until(async () => (await queue(service)).reading === 2);
    for (const accept of ['application/json', 'application/x-ndjson']) {
      const { status, head, told } = await answerTo(service, form(sample), type, accept);
      expect([status, aiProblemSchema.parse(told).code]).toEqual([503, 'queue-full']);
      expect(head).toContain('retry-after: 5');
    }
    for (const { socket } of open) socket.destroy();
    await until(async () => (await queue(service)).reading === 0);
    expect((await answerTo(service, form(sample))).status).toBe(200);
  });

  it('do not keep a service that is stopping beyond its grace', async () => {
    service = await startService({ SHUTDOWN_GRACE_SECONDS: '0' });
    const { answer } = await begin();
    await until(async () => (await queue(service)).reading === 1);
    service.process.kill('SIGTERM');
    await answer;
    expect(await service.exit).toBe(0);
  });
});
