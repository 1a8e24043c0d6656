import type { MonitorSettings } from '@vocalborn/settings';
import type { AlertChannel } from './alert-channel.js';
import { alertmanagerChannel } from './alertmanager.js';
import { emailChannel } from './email.js';
import { slackChannel } from './slack.js';
import { webhookChannel } from './webhook.js';

/** The configured channels. */
export function alertChannels(settings: MonitorSettings): AlertChannel[] {
  const { ALERT_WEBHOOK_URL, ALERT_SLACK_URL, ALERTMANAGER_URL } = settings;
  const { ALERT_SMTP_URL, ALERT_EMAIL_FROM, ALERT_EMAIL_TO } = settings;
  return [
    ALERT_WEBHOOK_URL === undefined ? null : webhookChannel(ALERT_WEBHOOK_URL),
    ALERT_SLACK_URL === undefined ? null : slackChannel(ALERT_SLACK_URL),
    ALERT_SMTP_URL === undefined || ALERT_EMAIL_TO === undefined
      ? null
      : emailChannel({ serverUrl: ALERT_SMTP_URL, from: ALERT_EMAIL_FROM, to: ALERT_EMAIL_TO }),
    ALERTMANAGER_URL === undefined ? null : alertmanagerChannel(ALERTMANAGER_URL),
  ].filter((channel) => channel !== null);
}
