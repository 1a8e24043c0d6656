import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
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
} as const satisfies ApiPropertyOptions;

/** The answer of the health checks while all is well; else there is a problem. */
export class HealthDto implements HealthCheckResult {
  @ApiProperty({ enum: ['ok'] })
  status!: HealthCheckResult['status'];

  @ApiProperty({ ...indicators, description: 'What is up.' })
  info?: HealthCheckResult['info'];

  @ApiProperty({ ...indicators, example: {}, description: 'What is down.' })
  error?: HealthCheckResult['error'];

  @ApiProperty({ ...indicators, description: 'Both.' })
  details!: HealthCheckResult['details'];
}
