import type { AlertNotice } from '../alert-notice.js';
import type { AlertChannel } from './alert-channel.js';
import { postJson } from './post-json.js';

/** The body of a webhook request. */
function webhookBody(notice: AlertNotice) {
  const { alertId, status, name, condition, severity, figure, value, display, since, firedAt, endedAt } = notice;
  return {
    ...{ version: 1, alert_id: alertId, status, name, condition, severity, figure, value, display },
    since: since.toISOString(),
    fired_at: firedAt?.toISOString() ?? null,
    ended_at: endedAt?.toISOString() ?? null,
  };
}

/** Posts alerts as JSON. The same news has the same Idempotency-Key. */
export function webhookChannel(address: string): AlertChannel {
  return {
    name: 'webhook',
    repeatSeconds: null,
    send: (notice) =>
      postJson(address, webhookBody(notice), { 'Idempotency-Key': `${notice.alertId}:${notice.status}` }),
  };
}
