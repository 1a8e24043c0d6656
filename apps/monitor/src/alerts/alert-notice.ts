import { formatKpi, isKpiName, kpis } from '@vocalborn/monitoring-rules';
import type { AlertNews, ClaimedDelivery } from '@vocalborn/monitor-store';

/** A message about an alert. Messages with the same alert and status are the same news. */
export interface AlertNotice {
  readonly alertId: string;
  readonly status: AlertNews;
  readonly name: string;
  readonly condition: string;
  readonly severity: string;
  readonly figure: string;
  /** The figure when the alert fired. */
  readonly value: number | null;
  readonly display: string;
  readonly since: Date;
  readonly firedAt: Date | null;
  /** Null while the alert fires. */
  readonly endedAt: Date | null;
}

export function noticeOf({ transition, alert }: ClaimedDelivery): AlertNotice {
  const { alertId, name, condition, severity, figure, value, since, firedAt } = alert;
  const endedAt = transition === 'resolved' ? alert.endedAt : null;
  const display = displayOf(figure, value);
  return { alertId, status: transition, name, condition, severity, figure, value, display, since, firedAt, endedAt };
}

/** A value with its unit. */
export function displayOf(figure: string, value: number | null): string {
  return isKpiName(figure) ? formatKpi(value, kpis[figure].unit) : '–';
}

const words = { firing: '告警 FIRING', resolved: '恢復 RESOLVED' } as const;

/** The first line of a message for people. */
export function headline({ status, severity, name }: AlertNotice): string {
  return `[${words[status]}] ${name} (${severity})`;
}

/** The other lines of a message for people. */
export function details(notice: AlertNotice): string[] {
  const { condition, figure, display, since, endedAt } = notice;
  return [
    `條件 condition: ${condition}`,
    `數值 value: ${figure} = ${display}`,
    `開始 since: ${since.toISOString()}`,
    ...(endedAt ? [`結束 ended: ${endedAt.toISOString()}`] : []),
  ];
}
