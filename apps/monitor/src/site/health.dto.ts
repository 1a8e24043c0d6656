import { Computed, OneOf } from '@vocalborn/api-description';
import type { HealthCheckResult } from '@nestjs/terminus';

const indicators = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    required: ['status'],
    properties: { status: { type: 'string', enum: ['up', 'down'] } },
    additionalProperties: true,
  },
  example: { database: { status: 'up' } },
} as const;

/** The answer of a health check that succeeds. One that fails answers with a problem. */
export class HealthDto implements HealthCheckResult {
  @OneOf(['ok'])
  status!: HealthCheckResult['status'];

  @Computed({ ...indicators, description: 'Indicators that are up.' })
  info?: HealthCheckResult['info'];

  @Computed({ ...indicators, example: {}, description: 'Indicators that are down.' })
  error?: HealthCheckResult['error'];

  @Computed({ ...indicators, description: 'All indicators.' })
  details!: HealthCheckResult['details'];
}
