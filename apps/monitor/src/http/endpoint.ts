import {
  applyDecorators,
  Controller,
  Param,
  ParseEnumPipe,
  ParseUUIDPipe,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
  type Type,
} from '@nestjs/common';
import type { ApiResponseNoStatusOptions } from '@nestjs/swagger';
import {
  ApiBasicAuth,
  ApiBearerAuth,
  ApiExtraModels,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
  schemaPath,
} from '@vocalborn/api-description';
import type { FastifyRequest } from 'fastify';
import { ProblemDto } from './answers.dto.js';
import { Problem } from './problem.js';
import { unknownField } from './request-validation.pipe.js';

/** What each status of a refusal means, unless an endpoint has a reason of its own. */
const meanings = {
  400: 'A value in the request is not valid or a field is not known; `detail` names it.',
  401: 'The request has neither a valid token nor valid credentials; `WWW-Authenticate` names what is accepted.',
  403: 'The caller is no administrator, may only read, or sent the request from a page of another origin.',
  404: 'The requested object does not exist.',
  409: 'The state of the task does not allow the action.',
  429: 'Too many logins with wrong credentials failed; `Retry-After` tells when to try again.',
  503: 'Postgres or Redis is unavailable; `Retry-After` tells when to try again.',
  504: 'The worker does not answer.',
} as const;

type Status = keyof typeof meanings;

/** A status, or a status with a reason of its own. */
export type Refusal = Status | readonly [Status, string];

interface EndpointOptions {
  readonly summary: string;
  /** The DTO or schema of a successful answer; left out when there is none. */
  readonly answers?: Type | ApiResponseNoStatusOptions;
  /** Status of a successful answer; 200 if left out. */
  readonly status?: 200 | 201;
  readonly refuses?: readonly Refusal[];
  /** Refuses every query parameter. */
  readonly takesNoQuery?: boolean;
}

/** Describes one operation: its summary, its answer and its refusals, each a `ProblemDto`. */
export function Endpoint({ summary, answers, status = 200, refuses = [], takesNoQuery }: EndpointOptions) {
  return applyDecorators(
    ApiOperation({ summary }),
    ...(answers ? [ApiResponse({ status, ...(typeof answers === 'function' ? { type: answers } : answers) })] : []),
    ...refuses.map(Refuses),
    ...(takesNoQuery ? [UseGuards(NoQueryGuard), Refuses(400)] : []),
  );
}

/** A controller for operators, who authenticate by token or by basic credentials. */
export const OperatorController = (path: string, tag: string) =>
  applyDecorators(
    Controller(path),
    ApiTags(tag),
    ApiBearerAuth(),
    ApiBasicAuth(),
    Refuses(401),
    Refuses(403),
    Refuses(429),
  );

/** An answer that maps data, such as ids, to values of one DTO. */
export const mapOf = (dto: Type, description: string): ApiResponseNoStatusOptions => ({
  description,
  schema: { type: 'object', additionalProperties: { $ref: schemaPath(dto) } },
});

/** A UUID in the path. @throws Problem 400 naming the parameter */
export const UuidParam = (name: string): ParameterDecorator =>
  documented(
    Param(name, new ParseUUIDPipe({ exceptionFactory: () => new Problem(400, `${name} must be a UUID`) })),
    applyDecorators(ApiParam({ name, format: 'uuid' }), Refuses(400)),
  );

/** One of some words in the path. @throws Problem 400 naming the parameter and the words */
export function WordParam(name: string, words: Readonly<Record<string, string>>): ParameterDecorator {
  const text = `${name} must be one of ${Object.values(words).join(', ')}`;
  return documented(
    Param(name, new ParseEnumPipe(words, { exceptionFactory: () => new Problem(400, text) })),
    ApiParam({ name, enum: words }),
  );
}

/** A parameter decorator that documents its parameter at the method. */
function documented(parameter: ParameterDecorator, method: MethodDecorator): ParameterDecorator {
  return (target, name, index) => {
    parameter(target, name, index);
    const descriptor = name === undefined ? undefined : Object.getOwnPropertyDescriptor(target, name);
    if (name !== undefined && descriptor) method(target, name, descriptor);
  };
}

function Refuses(refusal: Refusal) {
  const [status, description] = typeof refusal === 'number' ? [refusal, meanings[refusal]] : refusal;
  return applyDecorators(
    ApiExtraModels(ProblemDto),
    ApiResponse({
      status,
      description,
      content: { 'application/problem+json': { schema: { $ref: schemaPath(ProblemDto) } } },
    }),
  );
}

/** Pipes run only for the parameters of a handler, so a guard refuses the query of one that takes none. */
class NoQueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { query } = context.switchToHttp().getRequest<FastifyRequest>();
    const [name] = Object.keys(query as object);
    if (name !== undefined) throw new Problem(400, unknownField(name));
    return true;
  }
}
