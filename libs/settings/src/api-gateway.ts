import { readSettings, type Environment } from './read-settings.js';
import { audioSettings, databaseSettings, processSettings, redisSettings, tokenSettings } from './topics.js';

/** Settings of the api-gateway. @throws SettingsError */
export function apiGatewaySettings(env: Environment = process.env) {
  const shape = {
    ...processSettings(8000),
    ...databaseSettings(10),
    ...redisSettings,
    ...tokenSettings,
    ...audioSettings,
  };
  return readSettings(shape, env);
}

export type ApiGatewaySettings = ReturnType<typeof apiGatewaySettings>;
