import { Module } from '@nestjs/common';
import { KpiMetrics } from './kpi-metrics.js';
import { KpiRounds } from './kpi-rounds.js';
import { KpisController } from './kpis.controller.js';
import { Measure } from './measure.js';

/** The key figures: measured now, stored per minute, shown to operators and Prometheus. */
@Module({ controllers: [KpisController], providers: [Measure, KpiRounds, KpiMetrics], exports: [Measure] })
export class KpisModule {}
