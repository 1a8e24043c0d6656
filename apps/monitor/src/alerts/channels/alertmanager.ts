import type { AlertNotice } from '../alert-notice.js';
import type { AlertChannel } from './alert-channel.js';
import { postJson } from './post-json.js';

const repeatSeconds = 60;

/** An alert ends in the Alertmanager when it has not been told of it so often in a row. */
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
 * Tells an Alertmanager (API v2). It forgets what it is not told again: a firing alert is sent every minute, and ends
 * there five minutes after the last monitor is gone.
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
