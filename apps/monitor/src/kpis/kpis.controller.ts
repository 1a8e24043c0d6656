import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from '@vocalborn/database';
import { formatKpi, kpiNames, kpis, type KpiGroup, type KpiName, type KpiValues } from '@vocalborn/monitoring-rules';
import { figuresInSteps, gaugesInSteps, lookupsInSteps, taskValues, type TaskFigures } from '@vocalborn/monitor-store';
import { ForOperators, Refuses } from '../http/answers.js';
import { TakesNoQuery } from '../http/no-query.js';
import { CatalogueDto } from './catalogue.dto.js';
import { limitsOf, type Limits } from './gauges.js';
import { KpisDto, WindowDto, type Counts, type GroupedFigures } from './kpis.dto.js';
import { Measure } from './measure.js';
import { gaugesAt, SeriesDto, SeriesQueryDto } from './series.dto.js';
import { hitRate } from './values.js';
import { readDuration, readStep } from './window.js';

@ApiTags('figures')
@ForOperators()
@Controller('api/kpis')
export class KpisController {
  constructor(
    private readonly measure: Measure,
    private readonly database: DataSource,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Every key figure now; docs/kpis.md defines them.' })
  @ApiOkResponse({ type: KpisDto })
  @Refuses(400, 503)
  async now(@Query() { window }: WindowDto): Promise<KpisDto> {
    const seconds = readDuration(window, 'window');
    const { figures, values, findings } = await this.measure.over(seconds);
    const limits = limitsOf(findings);
    return {
      window_seconds: seconds,
      from: figures.from.toISOString(),
      to: figures.to.toISOString(),
      ...grouped(values),
      counts: countsOf(figures),
      limits,
      display: displayed(values, limits),
    };
  }

  @Get('series')
  @ApiOperation({ summary: 'The course of the figures, oldest first.' })
  @ApiOkResponse({ type: SeriesDto })
  @Refuses(400, 503)
  async series(@Query() query: SeriesQueryDto): Promise<SeriesDto> {
    const seconds = readDuration(query.window, 'window');
    const step = readStep(query.step, seconds);
    const from = new Date(Date.now() - seconds * 1000);
    const [figures, gauges, lookups] = await Promise.all([
      figuresInSteps(this.database, from, step),
      gaugesInSteps(this.database, from, step),
      lookupsInSteps(this.database, from, step),
    ]);
    const points = figures.map((point, index) => ({
      at: point.at.toISOString(),
      ...taskValues(point, step / 3_600),
      ...gaugesAt(gauges[index]),
      redis_hit_rate: hitRate(lookups[index]),
      ...countsOf(point),
    }));
    return { window_seconds: seconds, step_seconds: step, points };
  }

  @Get('catalogue')
  @ApiOperation({ summary: 'What each figure is called, measured in, and says.' })
  @ApiOkResponse({ type: CatalogueDto })
  @TakesNoQuery()
  catalogue(): CatalogueDto {
    return { kpis };
  }
}

function grouped(values: KpiValues): GroupedFigures {
  const groups: Record<KpiGroup, Partial<Record<KpiName, number | null>>> = {
    tasks: {},
    queue: {},
    workers: {},
    redis: {},
  };
  for (const name of kpiNames) groups[kpis[name].group][name] = values[name];
  // Every figure has been put into its group.
  return groups as GroupedFigures;
}

function displayed(values: KpiValues, limits: Limits): Record<KpiName, string> {
  const limitOf: Partial<Record<KpiName, number | null>> = limits;
  const texts = kpiNames.map((name) => [name, displayOf(name, values[name], limitOf[name] ?? null)]);
  return Object.fromEntries(texts) as Record<KpiName, string>;
}

/** `512 MB / 2 GB` where there is a limit. */
function displayOf(name: KpiName, value: number | null, limit: number | null): string {
  const { unit } = kpis[name];
  return value === null || limit === null
    ? formatKpi(value, unit)
    : `${formatKpi(value, unit)} / ${formatKpi(limit, unit)}`;
}

const countsOf = ({ accepted, started, succeeded, failed, retried, revoked }: TaskFigures): Counts => ({
  ...{ accepted, started, succeeded, failed, retried, revoked },
});
