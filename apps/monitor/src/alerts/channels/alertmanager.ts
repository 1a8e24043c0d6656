import type { AlertNotice } from '../alert-notice.js';
import type { AlertChannel } from './alert-channel.js';
import { postJson } from './post-json.js';

const repeatSeconds = 60;

/** The Alertmanager ends an alert after this number of missed repetitions. */
const missedRepeats = 5;

function alertOf(notice: AlertNotice, now: number) {
  const { name, severity, condition, figure, display, alertId, since, endedAt } = notice;
  const expires = new Date(now + missedRepeats * repeatSeconds * 1000);
  return {
    labels: { alertname: name, severity, service: 'vocalborn-analysis' },
    annotations: { summary: `${name}: ${condition}`, condition, figure, value: display, alert_id: alertId },
    startsAt: since.toISOString(),
    endsAt: (endedAt ?? expires).toISOString(),
  };
}

/**
 * Posts alerts to an Alertmanager (API v2). The Alertmanager forgets alerts that are not repeated: a firing alert is
 * sent every minute, and ends there five minutes after the last monitor has stopped.
 */
export function alertmanagerChannel(baseAddress: string): AlertChannel {
  const base = new URL(baseAddress);
  base.pathname = `${base.pathname.replace(/\/+$/, '')}/api/v2/alerts`;
  return {
    name: 'alertmanager',
    repeatSeconds,
    send: (notice) => postJson(base.href, [alertOf(notice, Date.now())]),
  };
}
