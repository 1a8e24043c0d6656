import { z } from 'zod';
import { flag, keyList, originList, url, wholeNumber } from './fields.js';
import { gatewayLimitSettings } from './gateway-limits.js';
import type { Environment } from './environment.js';
import { readSettings } from './read-settings.js';
import { redisFaults, redisSettings } from './redis.js';
import {
  audioLinkSettings,
  audioSettings,
  databaseSettings,
  housekeepingSettings,
  processSettings,
  tokenFaults,
  tokenSettings,
  uploadSettings,
  workerSettings,
} from './topics.js';

/** Webhooks. */
const webhookSettings = {
  WEBHOOKS_PER_USER: wholeNumber({ min: 0, max: 1_000 }).default(10).describe('most webhooks of one user'),
  WEBHOOK_SECRET_KEYS: keyList
    .default([])
    .describe(
      'keys of 32 bytes in base64, separated by commas, with which the secrets of webhooks are stored: the first encrypts, all decrypt; without a key they are stored as they are',
    ),
  WEBHOOK_ALLOW_PRIVATE_ADDRESSES: flag
    .default(false)
    .describe('whether webhooks may use http and lead to private addresses; for tests and use on one machine'),
};

/** The ai-service, which checks example recordings. */
const exampleSettings = {
  AI_SERVICE_URL: url('http', 'https')
    .optional()
    .describe('base address of the ai-service, which checks example recordings; without it nobody can add sentences'),
  AI_SERVICE_API_KEY: workerSettings.AI_SERVICE_API_KEY,
};

export const apiGatewayShape = {
  ...processSettings(8000),
  ...databaseSettings(10),
  ...redisSettings,
  ...tokenSettings,
  ...audioSettings,
  ...audioLinkSettings,
  ...uploadSettings,
  ...housekeepingSettings,
  AUDIO_RETENTION_DAYS: wholeNumber({ min: 0, max: 36_500 })
    .default(0)
    .describe(
      'days after the last upload or analysis of a practice record after which its recording is deleted; the record and its scores stay; 0 keeps all',
    ),
  ...gatewayLimitSettings,
  CORS_ORIGINS: originList
    .default([])
    .describe(
      'origins whose pages may call the gateway from a browser, such as https://clinic.example; none by default',
    ),
  LOG_PSEUDONYM_KEY: z
    .string()
    .min(32, 'must have at least 32 characters')
    .optional()
    .describe('secret of the pseudonyms under which callers appear in logs; a new one for each process when not set'),
  ...webhookSettings,
  ...exampleSettings,
};

/** Settings of the api-gateway. @throws SettingsError */
export function apiGatewaySettings(env: Environment = process.env) {
  return readSettings(apiGatewayShape, env, (given) => [...tokenFaults(given), ...redisFaults(given)]);
}

export type ApiGatewaySettings = ReturnType<typeof apiGatewaySettings>;
