import type { FastifyInstance } from 'fastify';
import { createLogger } from '@vocalborn/observability';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Controller, Module, Post, UnauthorizedException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { METRICS } from '@vocalborn/observability';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { FormError } from './multipart/form-error.js';
import { entryOfStatus, HttpProblem, problemOfStatus } from './problems/http-problem.js';
import { createHttpApp } from './server.js';
import { announcesBody } from './request-body.js';

@Controller()
class Things {
  @Post('things')
  write() {
    return 'written';
  }
}

@Module({})
class Root {}

const toProblem = (thrown: unknown): HttpProblem =>
  thrown instanceof FormError
    ? new HttpProblem(entryOfStatus(408, 'spec').entry, { code: 'stalled', detail: thrown.message })
    : problemOfStatus(thrown, 'spec');

let app: NestFastifyApplication;
const sockets: Socket[] = [];
afterEach(async () => {
  sockets.splice(0).forEach((socket) => socket.destroy());
  await app.close();
});

/** A server that admits requests with the header `X-Admitted`. */
async function serve(): Promise<Socket> {
  const logger = createLogger({ name: 'spec', level: 'silent' });
  const module = { module: Root, controllers: [Things], providers: [{ provide: METRICS, useValue: new Registry() }] };
  const options = { logger, toProblem, stopsOnSignal: false, parsedBodySeconds: 0.1, closeAtStop: 'all' } as const;
  app = await createHttpApp(module, options);
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  server.addHook('onRequest', (request, _reply, done) => {
    done(request.headers['x-admitted'] ? undefined : new UnauthorizedException('no admission'));
  });
  await app.listen(0, '127.0.0.1');
  const socket = connect(Number(new URL(await app.getUrl()).port), '127.0.0.1');
  socket.on('error', () => undefined);
  sockets.push(socket);
  return socket;
}

const head = (length: number, ...more: string[]): string =>
  [
    'POST /things HTTP/1.1',
    'Host: x',
    'Content-Type: application/json',
    `Content-Length: ${length}`,
    ...more,
    '',
    '',
  ].join('\r\n');

async function nextAnswer(socket: Socket): Promise<string> {
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return String(answer);
}

describe('a client that asks before it sends its body', () => {
  it('is told to send when its request is admitted', async () => {
    const socket = await serve();
    socket.write(head(2, 'Expect: 100-continue', 'X-Admitted: yes'));
    expect(await nextAnswer(socket)).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write('{}');
    expect(await nextAnswer(socket)).toMatch(/^HTTP\/1.1 201 /);
  });

  it('is refused without its body, and the connection is closed', async () => {
    const socket = await serve();
    socket.write(head(1_000_000_000, 'Expect: 100-continue'));
    expect(await nextAnswer(socket)).toMatch(/^HTTP\/1.1 401 [^]*connection: close/i);
    await once(socket, 'close');
  });
});

it('a body that does not arrive in time is refused with 408, and the connection is closed', async () => {
  const socket = await serve();
  socket.write(head(1_000, 'X-Admitted: yes'));
  socket.write('{');
  expect(await nextAnswer(socket)).toMatch(/^HTTP\/1.1 408 [^]*connection: close[^]*did not arrive within/i);
  await once(socket, 'close');
});

it('a body that is refused before it is read costs at most 256 KiB', async () => {
  const socket = await serve();
  socket.write(head(1_000_000_000));
  socket.write(Buffer.alloc(400_000));
  expect(await nextAnswer(socket)).toMatch(/^HTTP\/1.1 401 [^]*connection: close/i);
});

it.each([
  [{}, false],
  [{ 'content-length': '0' }, false],
  [{ 'content-length': '1' }, true],
  [{ 'transfer-encoding': 'chunked' }, true],
])('the head %j announces a body: %s', (headers, expected) => {
  expect(announcesBody({ headers })).toBe(expected);
});
