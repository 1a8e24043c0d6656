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
};

/** Settings of the api-gateway. @throws SettingsError */
export function apiGatewaySettings(env: Environment = process.env) {
  return readSettings(apiGatewayShape, env, tokenFaults);
}

export type ApiGatewaySettings = ReturnType<typeof apiGatewaySettings>;
