import type { Provider } from '@nestjs/common';
import type { Logger } from '@vocalborn/observability';
import type { MonitorSettings } from '@vocalborn/settings';
import { AlertEngine } from './alert-engine.js';
import { AlertFigures } from './alert-figures.js';
import { AlertFile, defaultAlertFile } from './alert-file.js';
import { AlertMetrics } from './alert-metrics.js';
import { ALERT_CHANNELS, AlertOutbox } from './alert-outbox.js';
import { alertChannels } from './channels/channels.js';

/** Rules in, judgements made, messages out. */
export function alertProviders(settings: MonitorSettings, logger: Logger): Provider[] {
  const path = settings.ALERT_RULES_FILE ?? defaultAlertFile;
  return [
    { provide: AlertFile, useFactory: () => AlertFile.open(path, logger) },
    { provide: ALERT_CHANNELS, useValue: alertChannels(settings) },
    AlertFigures,
    AlertMetrics,
    AlertOutbox,
    AlertEngine,
  ];
}
