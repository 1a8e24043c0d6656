import { ApiOkResponse } from '@nestjs/swagger';

/** Documents what workers answer, each by its name. */
export const AnswersInspection = () =>
  ApiOkResponse({
    description: 'By the name of each worker that is online; null from one that is silent.',
    schema: {
      type: 'object',
      additionalProperties: {
        oneOf: [
          { type: 'string', enum: ['pong', null], nullable: true, description: 'To `ping`.' },
          { type: 'array', items: { type: 'string', format: 'uuid' }, description: 'To `active` and `reserved`.' },
          { type: 'object', additionalProperties: true, description: 'To `stats`: its last report.' },
        ],
      },
      example: { 'worker1@host': 'pong' },
    },
  });
