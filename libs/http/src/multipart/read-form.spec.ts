import fc from 'fast-check';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { FormError } from './form-error.js';
import { readForm, type FormLimits } from './read-form.js';
import { readText } from './read-text.js';

const patient: FormLimits = { maxParts: 5, totalMs: 10_000, stallMs: 10_000 };
const type = 'multipart/form-data; boundary=zz';
const end = '--zz--\r\n';
const part = (headers: string, content = 'abc') => `--zz\r\n${headers}\r\n${content}\r\n`;
const named = (parameters: string, content?: string) =>
  part(`Content-Disposition: form-data; ${parameters}\r\n`, content);

/** Reads a form whose bytes come in these chunks. */
async function read(chunks: readonly Buffer[], contentType = type) {
  const request = Object.assign(Readable.from(chunks, { objectMode: false }), {
    headers: { 'content-type': contentType },
  });
  const found: { name: string; filename: string | undefined; content: string }[] = [];
  for await (const each of readForm(request as unknown as IncomingMessage, patient)) {
    const content: Buffer[] = [];
    for await (const chunk of each.content) content.push(chunk);
    found.push({ name: each.name, filename: each.file?.filename, content: Buffer.concat(content).toString('latin1') });
  }
  return found;
}

function cutInPieces(body: Buffer, length: number): Buffer[] {
  const pieces = [];
  for (let at = 0; at < body.length; at += length) pieces.push(body.subarray(at, at + length));
  return pieces;
}

const faultOf = (reading: Promise<unknown>) =>
  reading.then(
    () => 'none',
    (error: unknown) => (error instanceof FormError ? `${error.fault}: ${error.message}` : error),
  );

describe('a form', () => {
  it('is read the same wherever its chunks are cut', async () => {
    const body = Buffer.from(
      `before\r\n${named('name="text"', 'a\r\n--z\r\n-')}${named('name="audio"; filename="x.wav"', '')}${end}after`,
    );
    for (let length = 1; length <= body.length; length += 1) {
      expect(await read(cutInPieces(body, length))).toEqual([
        { name: 'text', filename: undefined, content: 'a\r\n--z\r\n-' },
        { name: 'audio', filename: 'x.wav', content: '' },
      ]);
    }
  });

  it('gives back any content that does not hold its boundary', async () => {
    const pieces = fc.array(fc.constantFrom('\r', '\n', '-', 'z', '\r\n--', 'x'), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 9 }), async (letters, length) => {
        const content = letters.join('');
        fc.pre(!`\r\n${content}\r\n`.includes('\r\n--zz'));
        const body = Buffer.from(named('name="a"', content) + named('name="b"', content) + end);
        expect((await read(cutInPieces(body, length))).map((each) => each.content)).toEqual([content, content]);
      }),
    );
  });

  it.each([
    ['name="a"; filename="C:\\dir\\my \\"x\\".wav"', 'my "x".wav'],
    ['name=a; filename=x.wav', 'x.wav'],
    ["name=a; filename*=UTF-8''%E4%BD%A0.wav", '你.wav'],
    ["name=a; filename*=UTF-8''%E4.wav", "UTF-8''%E4.wav"],
    ['name="a"; filename=""', ''],
  ])('names its file by %s', async (parameters, filename) => {
    expect(await read([Buffer.from(named(parameters) + end)])).toEqual([{ name: 'a', filename, content: 'abc' }]);
  });

  const long = 'x'.repeat(120_000);
  it.each<[string, string, string, string?]>([
    ['of another type', 'not-a-form', '{}', 'application/json'],
    ['whose type names no boundary', 'malformed: The content type names no', end, 'multipart/form-data'],
    ['that lacks its boundary', 'malformed: The boundary that', 'abc'],
    ['that lacks its boundary, and is long', 'malformed: The body does not begin', long],
    ['that is empty', 'malformed: The boundary that', ''],
    ['cut in a content', 'malformed: The body ends before', named('name="a"').slice(0, -4)],
    ['cut in a header', 'malformed: The body ends before', '--zz\r\nContent-Disp'],
    ['cut before the last boundary', 'malformed: The body ends before', named('name="a"')],
    ['with a part that has no header', 'malformed: A part of the form lacks', part('', long) + end],
    ['with a part that has no disposition', 'malformed: A part of the form lacks', part('X: y\r\n', long) + end],
    [
      'with an attachment',
      'malformed: A part of the form lacks',
      part('Content-Disposition: attachment; name="a"\r\n') + end,
    ],
    ['with a part that has no name', 'malformed: A part of the form lacks', named('filename="a"') + end],
    ['with a header without a colon', 'malformed: A part of the form has a header', part('what\r\n') + end],
    ['with an endless header', 'malformed: A part of the form has too long', part(`X: ${long}\r\n`) + end],
    ['with a boundary that goes on', 'malformed: The boundary is followed', `--zzz\r\nX: y\r\n\r\n${end}`],
    ['of too many parts', 'malformed: The form has more than 5', named('name="a"').repeat(6) + end],
  ])('%s is refused with the reason', async (_, reason, body, contentType) => {
    expect(await faultOf(read([Buffer.from(body)], contentType))).toContain(reason);
  });
});

describe('a field', () => {
  async function textOf(content: Buffer): Promise<string> {
    const body = Buffer.concat([Buffer.from(named('name="a"', '').slice(0, -2)), content, Buffer.from(`\r\n${end}`)]);
    const request = Object.assign(Readable.from([body], { objectMode: false }), { headers: { 'content-type': type } });
    for await (const each of readForm(request as unknown as IncomingMessage, patient)) return readText(each, 10);
    return '';
  }

  it('is text of a bounded length', async () => {
    expect(await textOf(Buffer.from('你好'))).toBe('你好');
    expect(await faultOf(textOf(Buffer.from('x'.repeat(11))))).toBe('invalid-field: must have at most 10 bytes');
    expect(await faultOf(textOf(Buffer.from([97, 255])))).toBe('invalid-field: must be UTF-8');
  });
});

describe('a body that comes over a connection', () => {
  let server: Server;
  let client: Socket | undefined;
  afterEach(() => {
    client?.destroy();
    server.close();
  });

  /** Begins a file of a megabyte; what becomes of reading it is the answer. */
  async function upload(limits: Partial<FormLimits>): Promise<{ socket: Socket; outcome: Promise<unknown> }> {
    let tell: (outcome: unknown) => void;
    const outcome = new Promise((resolve) => (tell = resolve));
    server = createServer((request, reply) => {
      const reading = (async () => {
        const form = readForm(request, { ...patient, ...limits });
        while (!(await form.next()).done) continue;
      })();
      void faultOf(reading).then((fault) => {
        tell(fault);
        reply.end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = (client = connect((server.address() as AddressInfo).port, '127.0.0.1'));
    socket.on('error', () => undefined);
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: 1000000\r\n\r\n`);
    socket.write(named('name="a"; filename="a"'));
    await once(server, 'request');
    return { socket, outcome };
  }

  it('is given up when it stalls', async () => {
    const { outcome } = await upload({ stallMs: 50 });
    expect(await outcome).toContain('stalled');
  });

  it.each([{ stallMs: 100 }, { totalMs: 100 }])('is given up when it trickles, within %j', async (limits) => {
    const { socket, outcome } = await upload(limits);
    const trickle = setInterval(() => socket.write('x'), 5);
    expect(await outcome).toContain('stalled');
    clearInterval(trickle);
  });

  it('is given up when its sender leaves', async () => {
    const { socket, outcome } = await upload({});
    socket.destroy();
    expect(await outcome).toContain('malformed: The connection broke off');
  });

  it('is given up when the reader is told to stop', async () => {
    const stop = new AbortController();
    const { outcome } = await upload({ signal: stop.signal });
    stop.abort(new Error('stopping'));
    expect(await outcome).toEqual(new Error('stopping'));
  });
});
