import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { kpiNames, type KpiName } from '@vocalborn/monitoring-rules';
import { gaugeNames, type GaugeName } from '@vocalborn/monitor-store';
import { IsOptional, IsString } from 'class-validator';
import { countNames, figures, WindowDto, type Counts } from './kpis.dto.js';

/** `GET /api/kpis/series` */
export class SeriesQueryDto extends WindowDto {
  @ApiPropertyOptional({
    example: '5m',
    description: 'Time per point, in whole minutes or hours; about a hundred points when left out.',
  })
  @IsOptional()
  @IsString()
  step?: string;
}

/** A point of the course: the figures of its step, and the means of what was sampled within it. */
export type SeriesPoint = { readonly at: string } & Readonly<Record<KpiName, number | null>> & Counts;

/** The answer of `GET /api/kpis/series`. */
export class SeriesDto {
  @ApiProperty({ type: 'integer', example: 3600 })
  window_seconds!: number;

  @ApiProperty({ type: 'integer', example: 60 })
  step_seconds!: number;

  @ApiProperty({
    type: 'array',
    description: 'The oldest first.',
    items: {
      type: 'object',
      properties: {
        at: { type: 'string', format: 'date-time', description: 'Where the step begins.' },
        ...figures(kpiNames),
        ...Object.fromEntries(countNames.map((name) => [name, { type: 'integer' as const }])),
      },
      required: ['at', ...kpiNames, ...countNames],
    },
  })
  points!: SeriesPoint[];
}

/** The course of what is sampled, at one point. */
export const gaugesAt = (sampled: Partial<Record<GaugeName, number | null>> | undefined) =>
  Object.fromEntries(gaugeNames.map((name) => [name, sampled?.[name] ?? null])) as Record<GaugeName, number | null>;
