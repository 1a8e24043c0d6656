import { Body, Controller, Get, Module, Param, Post, Req } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, METRICS } from '@vocalborn/observability';
import type { FastifyRequest } from 'fastify';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { MetricsController } from './health.js';
import { problemOfStatus } from './problems/http-problem.js';
import { createHttpApp, type HttpAppOptions } from './server.js';

@Controller()
class Things {
  @Get('things/:id')
  read(@Param('id') id: string, @Req() request: FastifyRequest) {
    return { id, ip: request.ip };
  }

  @Get('health/live')
  live() {
    return 'up';
  }

  @Post('things')
  write(@Body() body: unknown) {
    return { body: body ?? null };
  }

  @Post('raw')
  async raw(@Req() request: FastifyRequest) {
    let bytes = 0;
    for await (const chunk of request.raw) bytes += (chunk as Buffer).length;
    return { bytes, parsed: request.body ?? null };
  }
}

@Module({})
class Root {}

type Line = Readonly<Record<string, unknown>>;
type Ask = (path: string, init?: RequestInit) => Promise<Response>;

const apps: NestFastifyApplication[] = [];
afterEach(() => Promise.all(apps.splice(0).map((app) => app.close())));

/** A server with what every app has, and the lines that it logs. */
async function serve(
  options: Partial<HttpAppOptions> = {},
): Promise<{ app: NestFastifyApplication; ask: Ask; lines: Line[] }> {
  const lines: Line[] = [];
  const logger = createLogger(
    { name: 'spec', level: 'info' },
    { write: (line) => lines.push(JSON.parse(line) as Line) },
  );
  const providers = [{ provide: METRICS, useValue: new Registry() }];
  const module = { module: Root, controllers: [Things, MetricsController], providers };
  const toProblem = (thrown: unknown) => problemOfStatus(thrown, 'spec');
  const app = await createHttpApp(module, { logger, toProblem, stopsOnSignal: false, ...options });
  apps.push(app);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return { app, ask: (path, init) => fetch(url + path, init), lines };
}

const post = (body: string, type = 'application/json'): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'content-type': type },
});

it('a connection whose answer ends after the server began to stop does not keep it from stopping', async () => {
  const { app } = await serve({ unparsedBodies: 'multipart' });
  const server: Server = app.getHttpServer();
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  // The body is still on its way when the server begins to stop.
  socket.write('POST /raw HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data\r\nContent-Length: 4\r\n\r\nab');
  await once(server, 'request');
  const closed = app.close();
  socket.write('cd');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1.1 \d/);
  await Promise.all([closed, once(socket, 'close')]);
});

it('a connection without a request does not keep the server from stopping', async () => {
  const { app, ask } = await serve();
  const { port } = app.getHttpServer().address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  // The server has seen the connection when it answers a later one.
  await ask('/health/live');
  const began = performance.now();
  await app.close();
  expect(performance.now() - began).toBeLessThan(10_000);
  socket.destroy();
});

describe('the id of a request', () => {
  const idFor = async (given: string, takesRequestId: boolean): Promise<string> => {
    const { ask } = await serve({ takesRequestId });
    const answer = await ask('/things/1', { headers: { 'x-request-id': given } });
    return answer.headers.get('x-request-id') ?? '';
  };
  const ours = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

  it.each(['a', 'a.b:c-d_9', 'x'.repeat(100)])('is the caller’s when it is well-formed: %s', async (given) => {
    expect(await idFor(given, true)).toBe(given);
  });

  it.each(['', 'x'.repeat(101), 'a b', 'a"b', '<x>', 'a,b', 'é'])('is the server’s instead of %j', async (given) => {
    expect(await idFor(given, true)).toMatch(ours);
  });

  it('is the server’s where the callers are not trusted, and differs', async () => {
    const [one, other] = [await idFor('given', false), await idFor('given', false)];
    expect([one, other]).toEqual([expect.stringMatching(ours), expect.stringMatching(ours)]);
    expect(one).not.toBe(other);
  });

  it('is in the header, the problem and the log', async () => {
    const { ask, lines } = await serve({ takesRequestId: true });
    const answer = await ask('/nowhere?token=secret', { headers: { 'x-request-id': 'mine' } });
    expect([answer.status, answer.headers.get('x-request-id')]).toEqual([404, 'mine']);
    expect(await answer.json()).toMatchObject({ request_id: 'mine', instance: '/nowhere', code: 'not-found' });
    await expect
      .poll(() => lines.map(({ request_id: requestId, status }) => [requestId, status]))
      .toEqual([['mine', 404]]);
  });
});

describe('the request log', () => {
  it('has the route of each request and neither address nor query', async () => {
    const { ask, lines } = await serve();
    await ask('/things/of-a-patient?token=secret');
    await expect
      .poll(() => lines)
      .toEqual([expect.objectContaining({ level: 'info', method: 'GET', route: '/things/:id', status: 200 })]);
    expect(JSON.stringify(lines)).not.toMatch(/of-a-patient|secret/);
  });

  it('leaves out what machines ask every few seconds', async () => {
    const { ask, lines } = await serve();
    for (const path of ['/health/live', '/metrics', '/things/1']) await ask(path);
    await expect.poll(() => lines.map(({ route }) => route)).toEqual(['/things/:id']);
  });
});

describe('the metrics of requests', () => {
  it('count by route and status, also what is not logged, and never by address', async () => {
    const { ask } = await serve();
    for (const path of ['/things/1', '/things/2', '/health/live', '/of-nobody', '/of-nobody-else']) await ask(path);
    const answer = await ask('/metrics');
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const text = await answer.text();
    const counts = [...text.matchAll(/_seconds_count\{(.*)\} (\d+)/g)].map(([, labels, count]) => `${labels} ${count}`);
    expect(counts).toEqual([
      'method="GET",route="/things/:id",status="200" 2',
      'method="GET",route="/health/live",status="200" 1',
      'method="GET",route="unknown",status="404" 2',
    ]);
  });
});

describe('the limits of a server', () => {
  it.each([
    [20, 201],
    [21, 413],
  ])('a body of %i bytes, when 20 are allowed, is answered %i', async (bytes, status) => {
    const { ask } = await serve({ bodyLimit: 20 });
    const answer = await ask('/things', post(JSON.stringify('x'.repeat(bytes - 2))));
    expect(answer.status).toBe(status);
    if (status === 413) expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it.each([
    [200, 200],
    [201, 414],
  ])('a parameter of %i characters is answered %i', async (length, status) => {
    const { ask } = await serve();
    expect((await ask(`/things/${'x'.repeat(length)}`)).status).toBe(status);
  });

  it.each([
    ['broken JSON', post('{"a":'), 400],
    ['an unknown type', post('x', 'text/csv'), 415],
    ['a form that nobody reads', post('--z--', 'multipart/form-data; boundary=z'), 415],
  ])('%s is a problem', async (_, init, status) => {
    const { ask } = await serve();
    const answer = await ask('/things', init);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ status, instance: '/things' });
  });

  it('the address of a caller is the proxy’s word only where the proxy is trusted', async () => {
    const forwarded = { headers: { 'x-forwarded-for': '203.0.113.9' } };
    const ipFor = async (...trustedProxies: string[]): Promise<unknown> => {
      const { ask } = await serve({ trustedProxies });
      return (await ask('/things/1', forwarded)).json();
    };
    expect(await ipFor('127.0.0.0/8')).toMatchObject({ ip: '203.0.113.9' });
    expect(await ipFor('10.0.0.0/8')).toMatchObject({ ip: '127.0.0.1' });
    expect(await ipFor()).toMatchObject({ ip: '127.0.0.1' });
  });

  it('the address of a caller is the last one that no trusted proxy wrote', async () => {
    const { ask } = await serve({ trustedProxies: ['loopback'] });
    const answer = await ask('/things/1', { headers: { 'x-forwarded-for': '198.51.100.1, 203.0.113.9' } });
    expect(await answer.json()).toMatchObject({ ip: '203.0.113.9' });
  });
});

describe('unparsed bodies', () => {
  const form = 'multipart/form-data; boundary=z';

  it.each<[NonNullable<HttpAppOptions['unparsedBodies']>, string]>([
    ['multipart', form],
    ['all', form],
    ['all', 'application/json'],
    ['all', 'audio/wav'],
  ])('%s: the handler reads %s from the connection', async (unparsedBodies, type) => {
    const { ask } = await serve({ unparsedBodies, bodyLimit: 100 });
    const answer = await ask('/raw', post('x'.repeat(5_000), type));
    expect(await answer.json()).toEqual({ bytes: 5_000, parsed: null });
  });

  it('of forms leave JSON parsed', async () => {
    const { ask } = await serve({ unparsedBodies: 'multipart' });
    expect(await (await ask('/things', post('{"a":1}'))).json()).toEqual({ body: { a: 1 } });
  });
});
