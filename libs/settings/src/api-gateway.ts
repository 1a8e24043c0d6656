import { z } from 'zod';
import { gatewayLimitSettings } from './gateway-limits.js';
import { readSettings, type Environment } from './read-settings.js';
import {
  audioLinkSettings,
  audioSettings,
  databaseSettings,
  housekeepingSettings,
  processSettings,
  redisSettings,
  tokenFaults,
  tokenSettings,
  uploadSettings,
} from './topics.js';

export const apiGatewayShape = {
  ...processSettings(8000),
  ...databaseSettings(10),
  ...redisSettings,
  ...tokenSettings,
  ...audioSettings,
  ...audioLinkSettings,
  ...uploadSettings,
  ...housekeepingSettings,
  ...gatewayLimitSettings,
  LOG_PSEUDONYM_KEY: z
    .string()
    .min(32, 'must have at least 32 characters')
    .optional()
    .describe('secret of the pseudonyms under which callers appear in logs; a new one for each process when not set'),
};

/** Settings of the api-gateway. @throws SettingsError */
export function apiGatewaySettings(env: Environment = process.env) {
  return readSettings(apiGatewayShape, env, tokenFaults);
}

export type ApiGatewaySettings = ReturnType<typeof apiGatewaySettings>;
