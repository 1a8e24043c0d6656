import { z } from 'zod';
import { readSettings, type Environment } from './read-settings.js';
import { databaseSettings, processSettings, redisSettings, tokenSettings } from './topics.js';

export const monitorShape = {
  ...processSettings(5555),
  ...databaseSettings(4),
  ...redisSettings,
  ...tokenSettings,
  MONITOR_BASIC_AUTH: z
    .string()
    .regex(/^[^:]+:.{8,}$/, 'must be user:password with at least 8 characters of password')
    .optional()
    .describe('user:password that may read the monitor beside administrators'),
};

/** Settings of the monitor. @throws SettingsError */
export function monitorSettings(env: Environment = process.env) {
  return readSettings(monitorShape, env);
}

export type MonitorSettings = ReturnType<typeof monitorSettings>;
