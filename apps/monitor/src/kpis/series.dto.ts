import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { kpiNames, type KpiName } from '@vocalborn/kpi-catalogue';
import { gaugeNames, type GaugeName, type taskValues } from '@vocalborn/monitor-store';
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

type TaskFigureName = keyof ReturnType<typeof taskValues>;

/** A point of the course: the figures of its step, and the means of what was sampled within it. */
export type SeriesPoint = { readonly at: string } & Readonly<Record<TaskFigureName | GaugeName, number | null>> &
  Counts;

/** Every figure has a course but this: what it is counted from are the readings at both ends of a window. */
const withoutCourse = 'redis_hit_rate' satisfies Exclude<KpiName, TaskFigureName | GaugeName>;

const courseNames = kpiNames.filter((name) => name !== withoutCourse);

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
        ...figures(courseNames),
        ...Object.fromEntries(countNames.map((name) => [name, { type: 'integer' as const }])),
      },
      required: ['at', ...courseNames, ...countNames],
    },
  })
  points!: SeriesPoint[];
}

/** The course of what is sampled, at one point. */
export const gaugesAt = (sampled: Partial<Record<GaugeName, number | null>> | undefined) =>
  Object.fromEntries(gaugeNames.map((name) => [name, sampled?.[name] ?? null])) as Record<GaugeName, number | null>;
