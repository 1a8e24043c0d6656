import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { openAudioStore } from '@vocalborn/audio-store';
import { createLogger } from '@vocalborn/observability';
import { fastify, type FastifyInstance } from 'fastify';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProblemFilter } from '@vocalborn/http';
import { toProblem } from '../http/to-problem.js';
import { receiveUpload } from './receive-upload.js';

const boundary = 'multipart/form-data; boundary=zz';
const end = '--zz--\r\n';
const long = `RIFF----WAVE${'x'.repeat(119_988)}`;
const part = (headers: string, content: string) => `--zz\r\n${headers}\r\n${content}\r\n`;
const audio = part('Content-Disposition: form-data; name="audio"; filename="a.wav"\r\n', long);
const field = (name: string, content: string) => part(`Content-Disposition: form-data; name="${name}"\r\n`, content);

/** The keys that uploads were given: one for each that began to be stored. */
const keys: string[] = [];
let folder: string;
let server: FastifyInstance;
let port: number;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uploads-'));
  const store = await openAudioStore(`file://${folder}`);
  const filter = new ProblemFilter({ logger: createLogger({ name: 'test', level: 'silent' }), toProblem });
  const keyOf = (extension: string) => {
    keys.push(`recordings/one.${extension}`);
    return `recordings/one.${extension}`;
  };
  const rules = { store, keyOf, maxBytes: 200_000, timeoutMs: 300, supported: ['wav', 'flac'] };
  server = fastify();
  server.addContentTypeParser('multipart/form-data', (_request, _body, done) => done(null));
  server.setErrorHandler((error, request, reply) => filter.catch(error, new ExecutionContextHost([request, reply])));
  server.post('/', (request) => receiveUpload(request, rules));
  port = Number(new URL(await server.listen({ host: '127.0.0.1', port: 0 })).port);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** Sends a body over a connection of its own; `length` may promise more than comes. */
async function send(body: string | Buffer, { type = boundary, length = body.length } = {}) {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => (received += text));
  const head = `Host: x\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: ${length}`;
  socket.write(`POST / HTTP/1.1\r\n${head}\r\n\r\n`);
  socket.write(body);
  await once(socket, 'close');
  const [answerHead = '', answer = ''] = received.split('\r\n\r\n');
  return { status: Number(answerHead.split(' ')[1]), body: JSON.parse(answer) as Record<string, unknown> };
}

const keptFiles = async () => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
};

describe('an upload', () => {
  it.each([
    ['a part without a disposition', `${part('X: y\r\n', long)}${end}`, 'lacks "Content-Disposition'],
    ['such a part after the recording', `${audio}${part('X: y\r\n', long)}${end}`, 'lacks "Content-Disposition'],
    ['a part without a header', `${part('', long)}${end}`, 'lacks "Content-Disposition'],
    ['a file without a name', part('Content-Disposition: form-data; filename="a"\r\n', long) + end, 'with a name'],
    ['a boundary that its body lacks', long, 'does not begin with the boundary'],
    ['a recording that breaks off', audio.slice(0, -10), 'ends before the last boundary'],
    ['no end', audio, 'ends before the last boundary'],
  ])('with %s is refused with the reason, and nothing is kept', async (_, body, detail) => {
    const answer = await send(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed-body' } });
    expect(answer.body['detail']).toContain(detail);
    expect(await keptFiles()).toEqual([]);
  });

  it('without a boundary in its type, or of another type, is refused with the reason', async () => {
    const answer = await send('abc', { type: 'multipart/form-data' });
    expect(answer).toMatchObject({ status: 400, body: { detail: 'The content type names no boundary.' } });
    expect(await send('{}', { type: 'application/json' })).toMatchObject({ body: { code: 'malformed-body' } });
  });

  it.each([
    ['too long a text', 'sentence_id', Buffer.from('x'.repeat(5_000))],
    ['text that is no UTF-8', 'sentence_id', Buffer.from([97, 255])],
    ['a name that objects have', '__proto__', Buffer.from('x')],
  ])('with %s is refused by the name of the field', async (_, name, content) => {
    const [before = '', after = ''] = field(name, '|').split('|');
    const body = Buffer.concat([Buffer.from(before), content, Buffer.from(after + end)]);
    expect(await send(body)).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ field: name }] },
    });
  });

  it('that stalls ends with 408, and nothing is kept', async () => {
    const answer = await send(audio.slice(0, 100_000), { length: 150_000 });
    expect(answer).toMatchObject({ status: 408, body: { code: 'upload-timeout' } });
    expect(await keptFiles()).toEqual([]);
  });

  it.each([
    ['no audio', '<svg/>'],
    ['audio of a format that is left out', 'OggS and more'],
  ])('that is %s is refused before anything is stored', async (_, content) => {
    const before = keys.length;
    const answer = await send(audio.replace(long, content.repeat(10_000)) + end);
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type', supported: ['wav', 'flac'] } });
    expect(keys).toHaveLength(before);
  });

  it.each([
    ['in its first bytes', 'RIFF'],
    ['in its tag', `ID3\x04\0\0\0\x01\0\0${'x'.repeat(100)}`],
  ])('whose recording breaks off %s is refused with the reason', async (_, content) => {
    const body = audio.slice(0, audio.indexOf('RIFF')) + content;
    expect(await send(body)).toMatchObject({ status: 400, body: { code: 'malformed-body' } });
    expect(await keptFiles()).toEqual([]);
  });

  it('that is whole is kept, its fields before or after the recording', async () => {
    for (const body of [audio + field('sentence_id', '你'), field('sentence_id', '你') + audio]) {
      const answer = await send(Buffer.from(body + end));
      expect(answer).toMatchObject({ status: 200, body: { fields: { sentence_id: '你' }, audio: { size: 120_000 } } });
    }
    expect(await keptFiles()).toEqual(['one.wav']);
  });
});
