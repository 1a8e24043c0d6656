import { ApiExtraModels, Computed, Nested, OneOf, Text, schemaPath } from '@vocalborn/api-description';
import { kpiNames, type Kpi, type KpiGroup, type KpiName, type KpiUnit } from '@vocalborn/monitoring-rules';

const groups = ['tasks', 'queue', 'workers', 'redis'] as const satisfies readonly KpiGroup[];

const units = [
  ...(['count', 'percent', 'seconds', 'bytes', 'bytes_per_second', 'per_hour', 'per_second'] as const),
] satisfies readonly KpiUnit[];

class LabelDto {
  @Text({ example: '成功率' })
  'zh-TW'!: string;

  @Text({ example: 'Success rate' })
  'en-US'!: string;
}

/** Label, unit and definition of one figure. */
class KpiDto implements Kpi {
  @OneOf(groups)
  group!: KpiGroup;

  @OneOf(units)
  unit!: KpiUnit;

  @Nested(LabelDto)
  label!: LabelDto;

  @Text({ example: 'SUCCESS events' })
  numerator!: string;

  @Text({ nullable: true, example: 'SUCCESS and FAILURE events' })
  denominator!: string | null;

  @OneOf(['window', 'now'], { description: '`window`: over the requested time; `now`: at this moment.' })
  window!: 'window' | 'now';

  @Text({ example: 'ai_analysis_task_events' })
  source!: string;
}

/** The answer of `GET /api/kpis/catalogue`. */
@ApiExtraModels(KpiDto)
export class CatalogueDto {
  @Computed({
    properties: Object.fromEntries(kpiNames.map((name) => [name, { allOf: [{ $ref: schemaPath(KpiDto) }] }])),
    required: kpiNames,
  })
  kpis!: Readonly<Record<KpiName, KpiDto>>;
}
