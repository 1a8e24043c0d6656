import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiQuery, Decimal, Flag, Text, Whole } from '@vocalborn/api-description';

/** The change of a pool's size. */
export class PoolStepDto {
  @Whole({ min: 1, max: 256, default: 1, description: 'Number of slots.' })
  n?: number;
}

/** How a task is cancelled. */
export class RevokeDto {
  @Flag({ optional: true, description: 'Has no effect: a running task is always aborted.' })
  terminate?: boolean;

  @Text({ optional: true, example: 'SIGTERM', description: 'Has no effect.' })
  signal?: string;
}

const limit = { positive: true, max: 86_400, optional: true } as const;

/** New time limits. */
export class TimeLimitsDto {
  @Text({ optional: true, example: 'worker1@host', description: 'The worker; every online worker if left out.' })
  workername?: string;

  @Decimal({
    ...limit,
    description: 'Seconds after which an attempt is asked to end, rounded up to whole seconds; less than `hard`.',
  })
  soft?: number;

  @Decimal({
    ...limit,
    description: 'Seconds after which an attempt is ended by force, rounded up. Required, in the query or in the body.',
  })
  hard?: number;
}

/** Documents the fields of a form, which Flower takes in the query, as a form or as JSON. */
export const TakesForm = (form: new () => object) =>
  applyDecorators(
    ApiQuery({ type: form, required: false }),
    ApiConsumes('application/x-www-form-urlencoded', 'application/json'),
    ApiBody({ type: form, required: false, description: 'A field of the query takes precedence.' }),
  );
