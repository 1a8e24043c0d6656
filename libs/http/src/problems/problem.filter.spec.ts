import { NotFoundException, ServiceUnavailableException, type ArgumentsHost } from '@nestjs/common';
import type { Logger } from '@vocalborn/observability';
import { fastify, type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { entryOfStatus, HttpProblem, problemOfStatus } from './http-problem.js';
import { ProblemFilter, refuseUnrouted } from './problem.filter.js';

const toProblem = (thrown: unknown): HttpProblem => problemOfStatus(thrown, 'spec');
const problem = (status: number, headers = {}): HttpProblem => {
  const { entry, code } = entryOfStatus(status, 'spec');
  return new HttpProblem(entry, { code, detail: 'told to the caller', members: { field: 'x' }, headers });
};

const open: FastifyInstance[] = [];
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())));

/** A server whose only route throws, with the filter as its error handler. */
function throwing(thrown: unknown) {
  const logger = { warn: vi.fn(), error: vi.fn() };
  const rules = { logger: logger as unknown as Logger, toProblem };
  const filter = new ProblemFilter(rules);
  const server = fastify({ frameworkErrors: refuseUnrouted(rules), genReqId: () => 'request-1' });
  open.push(server);
  server.setErrorHandler((error, request, reply) => {
    const http = { getRequest: () => request, getResponse: () => reply };
    return filter.catch(error, { switchToHttp: () => http } as unknown as ArgumentsHost);
  });
  server.get('/things/:id', () => Promise.reject(thrown as Error));
  return { logger, answer: server.inject({ url: '/things/7?token=secret' }), server };
}

describe('the filter', () => {
  it('renders a problem with its members, and the path without the query', async () => {
    const answer = await throwing(problem(409)).answer;
    expect(answer.statusCode).toBe(409);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toEqual({
      type: 'urn:vocalborn:spec:conflict',
      title: 'Conflict',
      status: 409,
      detail: 'told to the caller',
      code: 'conflict',
      field: 'x',
      instance: '/things/7',
      request_id: 'request-1',
    });
  });

  it.each([
    [401, 'www-authenticate', 'Bearer'],
    [503, 'retry-after', '5'],
    [408, 'connection', 'close'],
  ])('sends with %i the header %s', async (status, header, value) => {
    expect((await throwing(problem(status)).answer).headers[header]).toBe(value);
  });

  it('prefers the headers of the problem', async () => {
    const answer = await throwing(problem(401, { 'WWW-Authenticate': ['Basic', 'Bearer'] })).answer;
    expect(answer.headers['www-authenticate']).toEqual(['Basic', 'Bearer']);
  });

  it('shows no message of an unexpected error', async () => {
    const answer = await throwing(new Error('connect 10.0.0.7 with password x')).answer;
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toMatch(/10\.0\.0\.7|password/);
  });

  it('keeps status and message of an exception of Nest', async () => {
    const answer = await throwing(new NotFoundException('no such page')).answer;
    expect(answer.json()).toMatchObject({ status: 404, detail: 'no such page', code: 'not-found' });
  });

  it.each([
    ['warn', problem(503)],
    ['warn', new ServiceUnavailableException('a health check')],
    ['error', new Error('a fault')],
    [null, problem(404)],
  ] as const)('logs at %s: %s', async (level, thrown) => {
    const { logger, answer } = throwing(thrown);
    await answer;
    const logged = Object.entries(logger).filter(([, log]) => log.mock.calls.length > 0);
    expect(logged.map(([name]) => name)).toEqual(level === null ? [] : [level]);
  });

  it('renders what the server refuses before routing, with the id of the request', async () => {
    const { server, answer } = throwing(new Error('unused'));
    await answer;
    const refused = await server.inject({ url: '/things/%E0%A4' });
    expect(refused.statusCode).toBe(400);
    expect(refused.headers['x-request-id']).toBe('request-1');
    expect(refused.json()).toMatchObject({ status: 400, request_id: 'request-1' });
  });
});

describe('the entry of a status', () => {
  it.each([
    [400, 'Bad Request', 'bad-request'],
    [418, "I'm a Teapot", 'i-m-a-teapot'],
    [599, 'Error', 'error'],
  ])('%i is %s', (status, title, code) => {
    expect(entryOfStatus(status, 'a')).toEqual({ entry: { type: `urn:vocalborn:a:${code}`, status, title }, code });
  });

  it.each([
    [{ statusCode: 413 }, 413],
    [{ statusCode: 'x' }, 500],
    [null, 500],
    ['text', 500],
  ])('of a thrown %j is %i', (thrown, status) => {
    expect(problemOfStatus(thrown, 'a').status).toBe(status);
  });
});
