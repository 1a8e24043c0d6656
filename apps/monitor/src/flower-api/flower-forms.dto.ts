import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiPropertyOptional, ApiQuery } from '@nestjs/swagger';

/** By how much a pool grows or shrinks. */
export class PoolStepDto {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 256, default: 1, description: 'How many slots.' })
  n?: number;
}

/** How a task is cancelled. */
export class RevokeDto {
  @ApiPropertyOptional({ type: Boolean, description: 'Makes no difference: a running task is aborted either way.' })
  terminate?: boolean;

  @ApiPropertyOptional({ example: 'SIGTERM', description: 'Makes no difference.' })
  signal?: string;
}

/** Of a time limit in seconds. */
const bounds = { minimum: 0, exclusiveMinimum: true, maximum: 86_400 };

/** New time limits. */
export class TimeLimitsDto {
  @ApiPropertyOptional({ example: 'worker1@host', description: 'Of this worker; of all that are online if left out.' })
  workername?: string;

  @ApiPropertyOptional({
    type: 'number',
    ...bounds,
    description: 'Seconds after which a try is asked to end, rounded up to whole ones; less than `hard`.',
  })
  soft?: number;

  @ApiPropertyOptional({
    type: 'number',
    ...bounds,
    description:
      'Seconds after which a try is ended, rounded up to whole ones. Must be given, in the address or in the body.',
  })
  hard?: number;
}

/** Documents the fields of a form, which Flower takes in the address, in a form or in JSON. */
export const TakesForm = (form: new () => object) =>
  applyDecorators(
    ApiQuery({ type: form, required: false }),
    ApiConsumes('application/x-www-form-urlencoded', 'application/json'),
    ApiBody({ type: form, required: false, description: 'What is in the address as well is taken from there.' }),
  );
