import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { kpiNames, type Kpi, type KpiGroup, type KpiName, type KpiUnit } from '@vocalborn/monitoring-rules';

const groups = ['tasks', 'queue', 'workers', 'redis'] as const satisfies readonly KpiGroup[];

const units = [
  ...(['count', 'percent', 'seconds', 'bytes', 'bytes_per_second', 'per_hour', 'per_second'] as const),
] satisfies readonly KpiUnit[];

class LabelDto {
  @ApiProperty({ example: '成功率' })
  'zh-TW'!: string;

  @ApiProperty({ example: 'Success rate' })
  'en-US'!: string;
}

/** What one figure is called, measured in, and says. */
class KpiDto implements Kpi {
  @ApiProperty({ enum: groups })
  group!: KpiGroup;

  @ApiProperty({ enum: units })
  unit!: KpiUnit;

  @ApiProperty({ type: LabelDto })
  label!: LabelDto;

  @ApiProperty({ example: 'SUCCESS events' })
  numerator!: string;

  @ApiProperty({ type: String, nullable: true, example: 'SUCCESS and FAILURE events' })
  denominator!: string | null;

  @ApiProperty({ enum: ['window', 'now'], description: 'Over the time asked for, or at this moment.' })
  window!: 'window' | 'now';

  @ApiProperty({ example: 'ai_analysis_task_events' })
  source!: string;
}

/** The answer of `GET /api/kpis/catalogue`. */
@ApiExtraModels(KpiDto)
export class CatalogueDto {
  @ApiProperty({
    type: 'object',
    properties: Object.fromEntries(kpiNames.map((name) => [name, { allOf: [{ $ref: getSchemaPath(KpiDto) }] }])),
    required: kpiNames,
  })
  kpis!: Readonly<Record<KpiName, KpiDto>>;
}
