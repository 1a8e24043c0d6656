import { z } from 'zod';
import type { Environment } from './environment.js';
import { readSettings } from './read-settings.js';
import { redisFaults, redisSettings } from './redis.js';
import { databaseSettings, processSettings, proxySettings, tokenFaults, tokenSettings } from './topics.js';
import { url, wholeNumber } from './fields.js';

const credentials = z
  .string()
  .regex(/^[^:]+:.{8,}$/, 'must be user:password with at least 8 characters of password')
  .optional();

/** Alert rules and channels. A channel without a setting is not used. */
const alertSettings = {
  ALERT_RULES_FILE: z.string().optional().describe('YAML file of the alert rules, read again when it changes'),
  ALERT_WINDOW_SECONDS: wholeNumber({ min: 60, max: 86_400 })
    .default(3_600)
    .describe('seconds over which the figures in alert conditions are measured'),
  ALERT_WEBHOOK_URL: url('http', 'https').optional().describe('address to which alerts are posted as JSON'),
  ALERT_SLACK_URL: url('http', 'https').optional().describe('incoming webhook of Slack or of a compatible service'),
  ALERT_SMTP_URL: url('smtp', 'smtps').optional().describe('mail server, as smtp://user:password@host:587'),
  ALERT_EMAIL_FROM: z.string().default('vocalborn-monitor@localhost').describe('sender of alert mails'),
  ALERT_EMAIL_TO: z.string().optional().describe('receivers of alert mails, separated by commas'),
  ALERTMANAGER_URL: url('http', 'https').optional().describe('base address of an Alertmanager (API v2)'),
};

export const monitorShape = {
  ...processSettings(5555),
  ...databaseSettings(6),
  ...redisSettings,
  ...tokenSettings,
  ...proxySettings,
  MONITOR_BASIC_AUTH: credentials.describe('user:password of operators with the rights of an administrator'),
  MONITOR_READONLY_AUTH: credentials.describe('user:password of operators who may read everything and change nothing'),
  ...alertSettings,
};

/** Settings of the monitor. @throws SettingsError */
export function monitorSettings(env: Environment = process.env) {
  return readSettings(monitorShape, env, (given) => [
    ...tokenFaults(given),
    ...redisFaults(given),
    ...mailFaults(given),
  ]);
}

function mailFaults({ ALERT_SMTP_URL: server, ALERT_EMAIL_TO: receivers }: Environment): string[] {
  if ((server === undefined) === (receivers === undefined)) return [];
  return ['ALERT_SMTP_URL and ALERT_EMAIL_TO belong together: set both for alert mails, or neither'];
}

export type MonitorSettings = ReturnType<typeof monitorSettings>;
