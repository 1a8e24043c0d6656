import { Computed, Text, Whole } from '@vocalborn/api-description';
import { kpiNames, type KpiName } from '@vocalborn/monitoring-rules';
import { gaugeNames, type GaugeName } from '@vocalborn/monitor-store';
import { countNames, figures, WindowDto, type Counts } from './kpis.dto.js';

/** `GET /api/kpis/series` */
export class SeriesQueryDto extends WindowDto {
  @Text({
    example: '5m',
    description: 'Time per point, in whole minutes or hours. If left out, there are about a hundred points.',
    optional: true,
  })
  step?: string;
}

/** A point of the series: the figures of its step and the means of the samples within it. */
export type SeriesPoint = { readonly at: string } & Readonly<Record<KpiName, number | null>> & Counts;

/** The answer of `GET /api/kpis/series`. */
export class SeriesDto {
  @Whole({ example: 3600 })
  window_seconds!: number;

  @Whole({ example: 60 })
  step_seconds!: number;

  @Computed({
    type: 'array',
    description: 'Oldest first.',
    items: {
      type: 'object',
      properties: {
        at: { type: 'string', format: 'date-time', description: 'Start of the step.' },
        ...figures(kpiNames),
        ...Object.fromEntries(countNames.map((name) => [name, { type: 'integer' as const }])),
      },
      required: ['at', ...kpiNames, ...countNames],
    },
  })
  points!: SeriesPoint[];
}

/** The sampled figures at one point. */
export const gaugesAt = (sampled: Partial<Record<GaugeName, number | null>> | undefined) =>
  Object.fromEntries(gaugeNames.map((name) => [name, sampled?.[name] ?? null])) as Record<GaugeName, number | null>;
