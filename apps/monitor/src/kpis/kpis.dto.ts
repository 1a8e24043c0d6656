import { Computed, Instant, Nested, Text, Whole } from '@vocalborn/api-description';
import { kpiNames, kpis, type KpiGroup, type KpiName } from '@vocalborn/monitoring-rules';
import type { TaskFigures } from '@vocalborn/monitor-store';
import { limitedNames, type LimitedName } from './gauges.js';

/** `GET /api/kpis` */
export class WindowDto {
  @Text({ default: '1h', example: '15m', description: 'Time up to now: 15m, 1h, 7d; at most 31d.' })
  window: string = '1h';
}

/** The schema of some figures, each with its unit and definition. */
export const figures = (names: readonly KpiName[]) =>
  Object.fromEntries(
    names.map((name) => {
      const { unit, label, numerator, denominator } = kpis[name];
      const description = `${label['en-US']} (${unit}): ${numerator}${denominator ? `, over ${denominator}` : ''}.`;
      return [name, { type: 'number' as const, nullable: true, description }];
    }),
  );

const objectOf = (properties: ReturnType<typeof figures>) =>
  ({ type: 'object', properties, required: Object.keys(properties) }) as const;

const namesOf = (group: KpiGroup) => kpiNames.filter((name) => kpis[name].group === group);

type FiguresOf<Group extends KpiGroup> = {
  readonly [Name in KpiName as (typeof kpis)[Name]['group'] extends Group ? Name : never]: number | null;
};

/** Every figure by its group. */
export type GroupedFigures = { readonly [Group in KpiGroup]: FiguresOf<Group> };

/** The counts beside the figures. */
export const countNames = ['accepted', 'started', 'succeeded', 'failed', 'unusable', 'retried', 'revoked'] as const;
export type Counts = Pick<TaskFigures, (typeof countNames)[number]>;

/** Numbers of events of tasks. */
export class CountsDto implements Counts {
  @Whole()
  accepted!: number;

  @Whole()
  started!: number;

  @Whole()
  succeeded!: number;

  @Whole()
  failed!: number;

  @Whole({ description: 'Those of `failed` whose recording could not be used: error kind `file`.' })
  unusable!: number;

  @Whole()
  retried!: number;

  @Whole()
  revoked!: number;
}

/** The answer of `GET /api/kpis`. A figure without anything to measure is null. */
export class KpisDto implements GroupedFigures {
  @Whole({ example: 3600 })
  window_seconds!: number;

  @Instant({ description: 'A whole minute.' })
  from!: string;

  @Instant()
  to!: string;

  @Computed(objectOf(figures(namesOf('tasks'))))
  tasks!: FiguresOf<'tasks'>;

  @Computed(objectOf(figures(namesOf('queue'))))
  queue!: FiguresOf<'queue'>;

  @Computed(objectOf(figures(namesOf('workers'))))
  workers!: FiguresOf<'workers'>;

  @Computed(objectOf(figures(namesOf('redis'))))
  redis!: FiguresOf<'redis'>;

  @Nested(CountsDto)
  counts!: CountsDto;

  @Computed({ ...objectOf(figures(limitedNames)), description: 'Upper limits of figures; null: no limit.' })
  limits!: Readonly<Record<LimitedName, number | null>>;

  @Computed({
    properties: Object.fromEntries(kpiNames.map((name) => [name, { type: 'string' as const }])),
    required: kpiNames,
    example: { success_rate: '99.2%', worker_memory: '512 MB / 2 GB' },
    description: 'Every figure with its unit and, if there is one, its limit.',
  })
  display!: Readonly<Record<KpiName, string>>;
}
