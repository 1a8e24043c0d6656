import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { kpiNames, kpis, type KpiGroup, type KpiName } from '@vocalborn/monitoring-rules';
import type { TaskFigures } from '@vocalborn/monitor-store';
import { IsOptional, IsString } from 'class-validator';
import { limitedNames, type LimitedName } from './gauges.js';

/** `GET /api/kpis` */
export class WindowDto {
  @ApiPropertyOptional({ default: '1h', example: '15m', description: 'How far back: 15m, 1h, 7d; at most 31d.' })
  @IsOptional()
  @IsString()
  window: string = '1h';
}

/** Figures as a schema, each with its unit and what it says. */
export const figures = (names: readonly KpiName[]) =>
  Object.fromEntries(
    names.map((name) => {
      const { unit, label, numerator, denominator } = kpis[name];
      const description = `${label['en-US']} (${unit}): ${numerator}${denominator ? `, over ${denominator}` : ''}.`;
      return [name, { type: 'number' as const, nullable: true, description }];
    }),
  );

const objectOf = (properties: ReturnType<typeof figures>) =>
  ({ type: 'object', properties, required: Object.keys(properties) }) as const satisfies ApiPropertyOptions;

const namesOf = (group: KpiGroup) => kpiNames.filter((name) => kpis[name].group === group);

type FiguresOf<Group extends KpiGroup> = {
  readonly [Name in KpiName as (typeof kpis)[Name]['group'] extends Group ? Name : never]: number | null;
};

/** Every figure by its group. */
export type GroupedFigures = { readonly [Group in KpiGroup]: FiguresOf<Group> };

/** What is counted beside the figures. */
export const countNames = ['accepted', 'started', 'succeeded', 'failed', 'retried', 'revoked'] as const;
export type Counts = Pick<TaskFigures, (typeof countNames)[number]>;

/** How often something happened to a task. */
export class CountsDto implements Counts {
  @ApiProperty({ type: 'integer' })
  accepted!: number;

  @ApiProperty({ type: 'integer' })
  started!: number;

  @ApiProperty({ type: 'integer' })
  succeeded!: number;

  @ApiProperty({ type: 'integer' })
  failed!: number;

  @ApiProperty({ type: 'integer' })
  retried!: number;

  @ApiProperty({ type: 'integer' })
  revoked!: number;
}

/** The answer of `GET /api/kpis`. A figure is null where nothing was there to measure. */
export class KpisDto implements GroupedFigures {
  @ApiProperty({ type: 'integer', example: 3600 })
  window_seconds!: number;

  @ApiProperty({ format: 'date-time', description: 'A whole minute.' })
  from!: string;

  @ApiProperty({ format: 'date-time' })
  to!: string;

  @ApiProperty(objectOf(figures(namesOf('tasks'))))
  tasks!: FiguresOf<'tasks'>;

  @ApiProperty(objectOf(figures(namesOf('queue'))))
  queue!: FiguresOf<'queue'>;

  @ApiProperty(objectOf(figures(namesOf('workers'))))
  workers!: FiguresOf<'workers'>;

  @ApiProperty(objectOf(figures(namesOf('redis'))))
  redis!: FiguresOf<'redis'>;

  @ApiProperty({ type: CountsDto })
  counts!: CountsDto;

  @ApiProperty({ ...objectOf(figures(limitedNames)), description: 'What a figure may reach at most; null: no limit.' })
  limits!: Readonly<Record<LimitedName, number | null>>;

  @ApiProperty({
    type: 'object',
    properties: Object.fromEntries(kpiNames.map((name) => [name, { type: 'string' as const }])),
    required: kpiNames,
    example: { success_rate: '99.2%', worker_memory: '512 MB / 2 GB' },
    description: 'Every figure with its unit, and with its limit where it has one.',
  })
  display!: Readonly<Record<KpiName, string>>;
}
