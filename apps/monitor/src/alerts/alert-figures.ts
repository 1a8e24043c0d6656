import { Inject, Injectable } from '@nestjs/common';
import type { MonitorSettings } from '@vocalborn/settings';
import { SETTINGS } from '../connections/tokens.js';
import { Measure, type Measurement } from '../kpis/measure.js';

/** The figures that alert conditions are judged by, over the window that is set for them. */
@Injectable()
export class AlertFigures {
  constructor(
    private readonly measure: Measure,
    @Inject(SETTINGS) private readonly settings: MonitorSettings,
  ) {}

  /** @throws when the database cannot be reached */
  now(): Promise<Measurement> {
    return this.measure.over(this.windowSeconds);
  }

  get windowSeconds(): number {
    return this.settings.ALERT_WINDOW_SECONDS;
  }
}
