import { Controller, Get, Module, Post, Req, Res } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, METRICS } from '@vocalborn/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problemOfStatus } from './problems/http-problem.js';
import { createHttpApp } from './server.js';

@Controller()
class Things {
  @Get('live')
  live() {
    return 'up';
  }

  @Get('stream')
  stream(@Res() reply: FastifyReply): void {
    reply.hijack();
    reply.raw.writeHead(200, { 'Content-Type': 'text/event-stream' });
    reply.raw.write('data: first\n\n');
  }

  @Post('raw')
  async raw(@Req() request: FastifyRequest) {
    let bytes = 0;
    for await (const chunk of request.raw) bytes += (chunk as Buffer).length;
    return { bytes };
  }
}

@Module({})
class Root {}

let app: NestFastifyApplication;
const sockets: Socket[] = [];
beforeEach(async () => {
  const providers = [{ provide: METRICS, useValue: new Registry() }];
  app = await createHttpApp(
    { module: Root, controllers: [Things], providers },
    {
      logger: createLogger({ name: 'spec', level: 'silent' }),
      toProblem: (thrown) => problemOfStatus(thrown, 'spec'),
      unparsedBodies: 'all',
      stopsOnSignal: false,
    },
  );
  await app.listen(0, '127.0.0.1');
});
afterEach(async () => {
  sockets.splice(0).forEach((socket) => socket.destroy());
  await app.close();
});

const server = (): Server => app.getHttpServer();

function open(): Socket {
  const socket = connect((server().address() as AddressInfo).port, '127.0.0.1');
  sockets.push(socket);
  return socket;
}

/** Sends a text and reads until the server closes the connection. */
function exchange(sent: string): Promise<string> {
  const socket = open();
  socket.write(sent);
  return text(socket);
}

/** Reads an answer that is a problem. @throws when anything stands before or after it */
function problemIn(answer: string): Record<string, unknown> {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head).toMatch(/^Content-Type: application\/problem\+json$/m);
  expect(head).toMatch(/^Connection: close$/m);
  const problem = JSON.parse(body) as Record<string, unknown>;
  expect(head.split('\r\n')).toContain(`X-Request-Id: ${String(problem['request_id'])}`);
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${String(problem['status'])} \\w`));
  return problem;
}

const chunked = 'POST /raw HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n';

describe('a request that cannot be parsed', () => {
  it.each([
    ['a line that is no request', 'NONSENSE secret\r\n\r\n', 400, 'malformed-request'],
    ['the greeting of TLS', '\x16\x03\x01\x02\x00\x01', 400, 'malformed-request'],
    ['a header without a name', 'GET /live HTTP/1.1\r\nHost: x\r\n: secret\r\n\r\n', 400, 'malformed-request'],
    ['two lengths', 'POST /raw HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400, 'malformed-request'],
    [
      'headers of 17 KiB',
      `GET /live HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(17_408)}\r\n\r\n`,
      431,
      'headers-too-large',
    ],
    ['headers of 1 MiB', `GET /live HTTP/1.1\r\nA: ${'a'.repeat(1_048_576)}\r\n\r\n`, 431, 'headers-too-large'],
    ['a chunk without a size', `${chunked}secret\r\n`, 400, 'malformed-request'],
    ['endless chunk extensions', `${chunked}1;a=${'a'.repeat(20_000)}\r\n`, 413, 'chunk-extensions-too-large'],
  ])('is a problem: %s', async (_, sent, status, code) => {
    const answer = await exchange(sent);
    const problem = problemIn(answer);
    expect(problem).toMatchObject({ status, code, type: `urn:vocalborn:http:${code}`, hint: expect.any(String) });
    expect(problem).not.toHaveProperty('instance');
    expect(answer).not.toContain('secret');
  });

  it('is answered once, whatever follows', async () => {
    const socket = open();
    socket.write('NONSENSE\r\n\r\n');
    const [first] = (await once(socket, 'data')) as [Buffer];
    socket.write('NONSENSE\r\n\r\nGET /live HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(problemIn(String(first) + (await text(socket)))).toMatchObject({ status: 400 });
  });

  it('ends a connection that was well before', async () => {
    const socket = open();
    socket.write('GET /live HTTP/1.1\r\nHost: x\r\n\r\n');
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(String(first)).toMatch(/^HTTP\/1\.1 200 /);
    socket.write('NONSENSE\r\n\r\n');
    expect(problemIn(await text(socket))).toMatchObject({ status: 400 });
  });

  it('puts nothing into an answer that has begun', async () => {
    const socket = open();
    socket.write('GET /stream HTTP/1.1\r\nHost: x\r\n\r\n');
    const [first] = (await once(socket, 'data')) as [Buffer];
    socket.write('NONSENSE\r\n\r\n');
    const all = String(first) + (await text(socket).catch(() => ''));
    expect(all).toContain('data: first');
    expect(all).not.toContain('problem');
  });

  it('leaves the server well', async () => {
    await Promise.all(Array.from({ length: 50 }, () => exchange('NONSENSE\r\n\r\n')));
    expect((await fetch(`${await app.getUrl()}/live`)).status).toBe(200);
    const connections = () => new Promise((resolve) => server().getConnections((_, count) => resolve(count)));
    await expect.poll(connections).toBeLessThan(5);
  });
});

describe('a connection that the server gives up', () => {
  const accepted = async (): Promise<{ socket: Socket; ours: Socket }> => {
    const connected = once(server(), 'connection') as Promise<[Socket]>;
    const socket = open();
    const [ours] = await connected;
    return { socket, ours };
  };

  it('is told of the timeout of its request', async () => {
    const { socket, ours } = await accepted();
    socket.write('GET /live HTTP/1.1\r\nHost: ');
    // Node looks for late requests every 30 s only.
    server().emit('clientError', Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), ours);
    expect(problemIn(await text(socket))).toMatchObject({ status: 408, code: 'request-timeout' });
  });

  it('gets no answer when it was reset', async () => {
    const { socket, ours } = await accepted();
    server().emit('clientError', Object.assign(new Error('reset'), { code: 'ECONNRESET' }), ours);
    expect(await text(socket)).toBe('');
  });
});
