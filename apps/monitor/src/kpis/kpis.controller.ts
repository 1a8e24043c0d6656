import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { DataSource } from '@vocalborn/database';
import { formatKpi, kpiNames, kpis, type KpiGroup, type KpiName, type KpiValues } from '@vocalborn/kpi-catalogue';
import { figuresInSteps, gaugeNames, gaugesInSteps, taskValues, type TaskFigures } from '@vocalborn/monitor-store';
import { IsOptional, IsString } from 'class-validator';
import { limitsOf } from './gauges.js';
import { Measure } from './measure.js';
import { readDuration, readStep } from './window.js';

class WindowDto {
  @ApiPropertyOptional({ default: '1h', description: 'How far back: 15m, 1h, 7d; at most 31d.' })
  @IsOptional()
  @IsString()
  window: string = '1h';
}

class SeriesDto extends WindowDto {
  @ApiPropertyOptional({
    description: 'Time per point, in whole minutes or hours; about a hundred points when left out.',
  })
  @IsOptional()
  @IsString()
  step?: string;
}

@ApiTags('figures')
@Controller('api/kpis')
export class KpisController {
  constructor(
    private readonly measure: Measure,
    private readonly database: DataSource,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Every key figure now; docs/kpis.md defines them.' })
  async now(@Query() { window }: WindowDto) {
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
      display: Object.fromEntries(kpiNames.map((name) => [name, displayOf(name, values[name], limits[name] ?? null)])),
    };
  }

  @Get('series')
  @ApiOperation({ summary: 'The course of the figures, oldest first.' })
  async series(@Query() query: SeriesDto) {
    const seconds = readDuration(query.window, 'window');
    const step = readStep(query.step, seconds);
    const from = new Date(Date.now() - seconds * 1000);
    const [figures, gauges] = await Promise.all([
      figuresInSteps(this.database, from, step),
      gaugesInSteps(this.database, from, step),
    ]);
    const points = figures.map((point, index) => ({
      at: point.at.toISOString(),
      ...taskValues(point, step / 3_600),
      ...Object.fromEntries(gaugeNames.map((name) => [name, gauges[index]?.[name] ?? null])),
      ...countsOf(point),
    }));
    return { window_seconds: seconds, step_seconds: step, points };
  }

  @Get('catalogue')
  @ApiOperation({ summary: 'What each figure is called, measured in, and says.' })
  catalogue() {
    return { kpis };
  }
}

function grouped(values: KpiValues): Record<KpiGroup, Partial<Record<KpiName, number | null>>> {
  const groups: Record<KpiGroup, Partial<Record<KpiName, number | null>>> = {
    tasks: {},
    queue: {},
    workers: {},
    redis: {},
  };
  for (const name of kpiNames) groups[kpis[name].group][name] = values[name];
  return groups;
}

/** `512 MB / 2 GB` where there is a limit. */
function displayOf(name: KpiName, value: number | null, limit: number | null): string {
  const { unit } = kpis[name];
  return value === null || limit === null
    ? formatKpi(value, unit)
    : `${formatKpi(value, unit)} / ${formatKpi(limit, unit)}`;
}

const countsOf = ({ accepted, started, succeeded, failed, retried, revoked }: TaskFigures) => ({
  ...{ accepted, started, succeeded, failed, retried, revoked },
});
