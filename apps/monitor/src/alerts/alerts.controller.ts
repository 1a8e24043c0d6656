import { Get } from '@nestjs/common';
import { type AlertRule, kpis, type KpiValues, tellingFigure } from '@vocalborn/monitoring-rules';
import { Database } from '@vocalborn/database';
import { openAlerts, presentSilences, recentAlerts, type StoredAlert } from '@vocalborn/monitor-store';
import { Endpoint, OperatorController } from '../http/endpoint.js';
import { Measure } from '../kpis/measure.js';
import { AlertFile } from './alert-file.js';
import { displayOf } from './alert-notice.js';
import { AlertsDto, type AlertRuleDto, type PastAlertDto } from './alerts.dto.js';

const historyLength = 200;

@OperatorController('api/alerts', 'alerts')
export class AlertsController {
  constructor(
    private readonly database: Database,
    private readonly measure: Measure,
    private readonly file: AlertFile,
  ) {}

  @Get()
  @Endpoint({
    summary: 'Every rule with its state and present value, the latest alerts, and the alert file.',
    answers: AlertsDto,
    refuses: [503],
    takesNoQuery: true,
  })
  async read(): Promise<AlertsDto> {
    const [{ values }, open, silences, history] = await Promise.all([
      this.measure.overAlertWindow(),
      openAlerts(this.database),
      presentSilences(this.database),
      recentAlerts(this.database, historyLength),
    ]);
    const alerts = new Map(open.map((alert) => [alert.name, alert]));
    // Silences are ordered by their end, so the latest end of each name wins.
    const silencedUntil = new Map(silences.map(({ name, until }) => [name, until]));
    const { path, loadedAt, error } = this.file;
    return {
      rules: this.file.rules.map((rule) => ({
        ...ruleRow(rule, { values, windowSeconds: this.measure.alertWindowSeconds }, alerts.get(rule.name)),
        silenced_until: silencedUntil.get(rule.name)?.toISOString() ?? null,
      })),
      history: history.map(historyRow),
      rules_file: { path, loaded_at: loadedAt.toISOString(), error },
    };
  }
}

interface Reading {
  readonly values: KpiValues;
  readonly windowSeconds: number;
}

function ruleRow(
  rule: AlertRule,
  { values, windowSeconds }: Reading,
  alert: StoredAlert | undefined,
): Omit<AlertRuleDto, 'silenced_until'> {
  const { kpi, value } = tellingFigure(rule.condition, values);
  return {
    name: rule.name,
    condition: rule.text,
    severity: rule.severity,
    for_seconds: rule.forSeconds,
    state: alert?.state ?? 'inactive',
    value,
    display: displayOf(kpi, value),
    // A figure of the moment has no window.
    window_seconds: kpis[kpi].window === 'window' ? windowSeconds : null,
    since: alert?.since.toISOString() ?? null,
  };
}

function historyRow(alert: StoredAlert): PastAlertDto {
  const { alertId, name, condition, severity, state, value, since, firedAt, endedAt } = alert;
  return {
    ...{ alert_id: alertId, name, condition, severity, state, value },
    since: since.toISOString(),
    fired_at: firedAt?.toISOString() ?? null,
    ended_at: endedAt?.toISOString() ?? null,
  };
}
