import { applyDecorators } from '@nestjs/common';
import {
  ApiBasicAuth,
  ApiBearerAuth,
  ApiExtraModels,
  ApiOkResponse,
  ApiParam,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { ProblemDto } from './problem.dto.js';

const meanings = {
  400: 'Something that was given is not valid, or not known here; `detail` names it.',
  401: 'Neither a valid token nor the right credentials were given; `WWW-Authenticate` tells what is taken.',
  403: 'The caller is no administrator, may look only, or asks from a page of another origin.',
  404: 'What is asked for is not known.',
  409: 'The task is in no state for it.',
  503: 'Postgres or Redis cannot be reached now; `Retry-After` tells when to ask again.',
  504: 'The worker does not answer.',
} as const;

type Refusal = keyof typeof meanings;

/** Documents refusals by their status, each a `ProblemDto`. */
export const Refuses = (...statuses: Refusal[]) =>
  applyDecorators(...statuses.map((status) => RefusesWith(status, meanings[status])));

/** Documents a refusal that has a reason of its own. */
export const RefusesWith = (status: Refusal, description: string) =>
  applyDecorators(
    ApiExtraModels(ProblemDto),
    ApiResponse({
      status,
      description,
      content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } },
    }),
  );

/** For operators only, by token or by credentials: what the guard asks for unless a route is `Public`. */
export const ForOperators = () => applyDecorators(ApiBearerAuth(), ApiBasicAuth(), Refuses(401, 403));

/** Answers with an object whose properties have names of their own, such as ids, and values of one form. */
export const AnswersMapOf = (type: new () => object, description: string) =>
  applyDecorators(
    ApiExtraModels(type),
    ApiOkResponse({
      description,
      schema: { type: 'object', additionalProperties: { $ref: getSchemaPath(type) } },
    }),
  );

/** The id of a task in the path. */
export const TakesTaskId = () => applyDecorators(ApiParam({ name: 'task_id', format: 'uuid' }), Refuses(400));
