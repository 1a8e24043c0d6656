import {
  BadRequestException,
  ForbiddenException,
  InternalServerErrorException,
  NotFoundException,
  PayloadTooLargeException,
  ServiceUnavailableException,
  UnsupportedMediaTypeException,
} from '@nestjs/common';
import { AudioStoreError } from '@vocalborn/audio-store';
import { FormError, NotAuthenticatedError } from '@vocalborn/http';
import type { FastifyError } from 'fastify';
import { describe, expect, it } from 'vitest';
import { Problem } from './problem.js';
import { problems, type ProblemCode } from './problem-catalogue.js';
import { toProblem, toUnroutedProblem } from './to-problem.js';

const fastifyError = (statusCode: number, message = 'words of Fastify') =>
  Object.assign(new Error(message), { statusCode, code: 'FST_ERR' }) as FastifyError;
const withCode = (code: string) => Object.assign(new Error('secret words of the driver'), { code });
const shown = (thrown: unknown) => {
  const { code, status, detail } = toProblem(thrown);
  return { code, status, detail };
};

describe('the problem of what was thrown', () => {
  it.each<[string, unknown, ProblemCode, string]>([
    [
      'no valid token',
      new NotAuthenticatedError('the token has expired'),
      'not-authenticated',
      'the token has expired',
    ],
    ['a form that stalls', new FormError('stalled', 'too slow'), 'upload-timeout', 'too slow'],
    ['a form that cannot be parsed', new FormError('malformed', 'no boundary'), 'malformed-body', 'no boundary'],
    ['an audio store that is away', new AudioStoreError('unavailable', 'away'), 'service-unavailable', 'away'],
    ['400 of Nest', new BadRequestException('bad'), 'malformed-body', 'bad'],
    ['403 of Nest', new ForbiddenException('no'), 'malformed-body', 'no'],
    ['404 of Nest', new NotFoundException('Cannot GET /x'), 'not-found', 'Cannot GET /x'],
    ['413 of Nest', new PayloadTooLargeException('large'), 'body-too-large', 'large'],
    ['415 of Nest', new UnsupportedMediaTypeException('xml'), 'unsupported-media-type', 'xml'],
    ['413 of Fastify', fastifyError(413), 'body-too-large', 'words of Fastify'],
    ['415 of Fastify', fastifyError(415), 'unsupported-media-type', 'words of Fastify'],
    ['another 4xx of Fastify', fastifyError(431), 'malformed-body', 'words of Fastify'],
  ])('for %s shows its message', (_, thrown, code, detail) => {
    expect(shown(thrown)).toEqual({ code, status: problems[code].status, detail });
  });

  it.each<[string, unknown]>([
    ['a programming error', new TypeError('secret')],
    ['500 of Nest', new InternalServerErrorException('secret')],
    ['500 of Fastify', fastifyError(500, 'secret')],
    ['an unknown 5xx', fastifyError(507, 'secret')],
    ['an error of a statement', withCode('23505')],
    ['a text', 'secret'],
    ['null', null],
    ['undefined', undefined],
    ['a status that is no number', { statusCode: '404', message: 'secret' }],
  ])('for %s shows no message', (_, thrown) => {
    const { status, title } = problems['internal-error'];
    expect(shown(thrown)).toEqual({ code: 'internal-error', status, detail: title });
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', '57P01', '57P03', '08006', '53300'])(
    'for a database that answers %s is service-unavailable',
    (code) => {
      expect(shown(withCode(code))).toEqual({
        code: 'service-unavailable',
        status: 503,
        detail: 'The database cannot be reached now.',
      });
    },
  );

  it('for 503 of Nest is service-unavailable without the message', () => {
    expect(shown(new ServiceUnavailableException('secret'))).toMatchObject({
      code: 'service-unavailable',
      status: 503,
    });
    expect(shown(new ServiceUnavailableException('secret')).detail).not.toContain('secret');
  });

  it('for a problem is the problem itself', () => {
    const problem = new Problem('no-picture', 'x');
    expect(toProblem(problem)).toBe(problem);
  });

  it('for a form whose field is at fault names the field', () => {
    const problem = toProblem(new FormError('invalid-field', 'must be text', 'sentence_id'));
    expect(problem.body({ url: '/', id: '1' })).toMatchObject({
      code: 'invalid-request',
      errors: [{ field: 'sentence_id', message: 'must be text' }],
    });
  });
});

describe('the problem of a request that no route received', () => {
  it('names the path when the address is at fault', () => {
    const problem = toUnroutedProblem(fastifyError(400, "'/%ff' is not a valid url component"));
    expect(problem.body({ url: '/%ff?a', id: 'one' })).toMatchObject({
      status: 400,
      instance: '/%ff',
      request_id: 'one',
      errors: [{ field: 'path', message: "'/%ff' is not a valid url component" }],
    });
  });

  it.each([500, undefined])('is an internal error when the server is at fault: %s', (status) => {
    expect(toUnroutedProblem(fastifyError(status as number, 'secret'))).toMatchObject({ code: 'internal-error' });
  });
});

describe('a problem', () => {
  it.each(Object.keys(problems) as ProblemCode[])('%s has the status, title and hint of the catalogue', (code) => {
    const body = new Problem(code, 'why', { task_id: '7' }).body({ url: '/tasks?limit=1', id: 'one' });
    expect(body).toEqual({
      type: `urn:vocalborn:problem:${code}`,
      ...problems[code],
      code,
      detail: 'why',
      instance: '/tasks',
      request_id: 'one',
      task_id: '7',
    });
  });

  it('cannot be given another status by a further member', () => {
    const body = new Problem('not-found', 'why', { status: 200, code: 'x' }).body({ url: '/', id: '' });
    expect(body).toMatchObject({ status: 404, code: 'not-found' });
  });

  it('of invalid fields names all of them', () => {
    const faults = [
      { field: 'a', message: 'x' },
      { field: 'b.c', message: 'y' },
    ];
    const problem = Problem.invalidFields(faults);
    expect(problem.detail).toBe('Not valid: a, b.c.');
    expect(problem.body({ url: '/', id: '' })['errors']).toEqual(faults);
  });
});
