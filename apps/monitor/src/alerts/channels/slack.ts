import { headline, details, type AlertNotice } from '../alert-notice.js';
import type { AlertChannel } from './alert-channel.js';
import { postJson } from './post-json.js';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Slack's markup uses these three characters. */
const escaped = (text: string): string => text.replaceAll(/[&<>]/g, (character) => entities[character] ?? character);

const icon = ({ status, severity }: AlertNotice): string => {
  if (status === 'resolved') return ':white_check_mark:';
  return severity === 'critical' ? ':rotating_light:' : ':warning:';
};

/** Posts alerts as text to an incoming webhook of Slack, Mattermost, Rocket.Chat or the like. */
export function slackChannel(address: string): AlertChannel {
  return {
    name: 'slack',
    repeatSeconds: null,
    send: (notice) => {
      const text = [`${icon(notice)} *${escaped(headline(notice))}*`, ...details(notice).map(escaped)].join('\n');
      return postJson(address, { text });
    },
  };
}
