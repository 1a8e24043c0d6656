import { Get, Query } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { formatKpi, kpiNames, kpis, type KpiGroup, type KpiName, type KpiValues } from '@vocalborn/monitoring-rules';
import { figuresInSteps, gaugesInSteps, lookupsInSteps, taskValues, type TaskFigures } from '@vocalborn/monitor-store';
import { Endpoint, OperatorController } from '../http/endpoint.js';
import { CatalogueDto } from './catalogue.dto.js';
import { limitsOf, type Limits } from './gauges.js';
import { KpisDto, WindowDto, type Counts, type GroupedFigures } from './kpis.dto.js';
import { Measure } from './measure.js';
import { gaugesAt, SeriesDto, SeriesQueryDto } from './series.dto.js';
import { hitRate } from './values.js';
import { readStep, readWindow } from './window.js';

@OperatorController('api/kpis', 'figures')
export class KpisController {
  constructor(
    private readonly measure: Measure,
    private readonly database: Database,
  ) {}

  @Get()
  @Endpoint({
    summary: 'Every key figure now; docs/kpis.md defines them.',
    answers: KpisDto,
    refuses: [400, 503],
  })
  async now(@Query() { window }: WindowDto): Promise<KpisDto> {
    const seconds = readWindow(window, 'window');
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
  @Endpoint({
    summary: 'The key figures over time, oldest first.',
    answers: SeriesDto,
    refuses: [400, 503],
  })
  async series(@Query() query: SeriesQueryDto): Promise<SeriesDto> {
    const seconds = readWindow(query.window, 'window');
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
  @Endpoint({ summary: 'Label, unit and definition of each figure.', answers: CatalogueDto, takesNoQuery: true })
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
  // The loop puts every figure into its group.
  return groups as GroupedFigures;
}

function displayed(values: KpiValues, limits: Limits): Record<KpiName, string> {
  const limitOf: Partial<Record<KpiName, number | null>> = limits;
  const texts = kpiNames.map((name) => [name, displayOf(name, values[name], limitOf[name] ?? null)]);
  return Object.fromEntries(texts) as Record<KpiName, string>;
}

/** `512 MB / 2 GB` if there is a limit, else `512 MB`. */
function displayOf(name: KpiName, value: number | null, limit: number | null): string {
  const { unit } = kpis[name];
  return value === null || limit === null
    ? formatKpi(value, unit)
    : `${formatKpi(value, unit)} / ${formatKpi(limit, unit)}`;
}

const countsOf = ({ accepted, started, succeeded, failed, unusable, retried, revoked }: TaskFigures): Counts => ({
  ...{ accepted, started, succeeded, failed, unusable, retried, revoked },
});
