import { Module } from '@nestjs/common';
import { LOGGER, type Logger } from '@vocalborn/observability';
import { SETTINGS, type MonitorSettings } from '@vocalborn/settings';
import { AuditModule } from '../audit/audit.module.js';
import { KpisModule } from '../kpis/kpis.module.js';
import { defaultAlertFile } from '../packaged-files.js';
import { AlertEngine } from './alert-engine.js';
import { AlertFile } from './alert-file.js';
import { AlertMetrics } from './alert-metrics.js';
import { ALERT_CHANNELS, AlertOutbox } from './alert-outbox.js';
import { AlertsController } from './alerts.controller.js';
import { alertChannels } from './channels/channels.js';
import { SilencesController } from './silences.controller.js';

/** Evaluates the rules of the alert file and sends messages about alerts. */
@Module({
  imports: [AuditModule, KpisModule],
  controllers: [AlertsController, SilencesController],
  providers: [
    {
      provide: AlertFile,
      useFactory: (settings: MonitorSettings, logger: Logger) =>
        AlertFile.open(settings.ALERT_RULES_FILE ?? defaultAlertFile, logger),
      inject: [SETTINGS, LOGGER],
    },
    { provide: ALERT_CHANNELS, useFactory: alertChannels, inject: [SETTINGS] },
    AlertMetrics,
    AlertOutbox,
    AlertEngine,
  ],
})
export class AlertsModule {}
