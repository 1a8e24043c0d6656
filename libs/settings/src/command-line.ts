import { z } from 'zod';
import { databaseUrl } from './database-url.js';
import { url } from './fields.js';
import type { Environment } from './environment.js';
import { readSettings } from './read-settings.js';
import { redisFaults, redisSettings } from './redis.js';
import { audioSettings, databaseSettings, workerSettings } from './topics.js';

/** The variables of the command line, with the names that the apps use. None is required: each command checks what it needs. */
export const commandLineShape = {
  VOCALBORN_MONITOR_URL: url('http', 'https').default('http://localhost:5555').describe('base address of the monitor'),
  VOCALBORN_GATEWAY_URL: url('http', 'https')
    .optional()
    .describe('base address of the gateway, for the security check'),
  VOCALBORN_TOKEN: z.string().min(1).optional().describe('token of an administrator, for the monitor'),
  VOCALBORN_ENDPOINTS: z
    .string()
    .optional()
    .describe('file that `npm start` writes; `.local/endpoints.json` of the clone when not set'),
  MONITOR_BASIC_AUTH: z.string().optional().describe('user:password for the monitor, used when there is no token'),
  DATABASE_URL: databaseSettings(4).DATABASE_URL.optional().describe('postgres://user:password@host:5432/database'),
  DATABASE_DIRECT_URL: databaseUrl
    .optional()
    .describe('postgres://user:password@host:5432/database of Postgres itself, where DATABASE_URL leads to a pooler'),
  ...redisSettings,
  AI_SERVICE_URL: workerSettings.AI_SERVICE_URL,
  AUDIO_STORE_URL: audioSettings.AUDIO_STORE_URL.optional().describe(
    'where the recordings are, as the gateway has it; a restore reads the erasures there',
  ),
  MAX_AUDIO_FILE_SIZE: audioSettings.MAX_AUDIO_FILE_SIZE,
  ALERT_RULES_FILE: z.string().optional().describe('YAML file of the alert rules, for the weekly review'),
  JWT_SECRET: z.string().optional().describe('checked by the monthly security check, if it is set'),
};

/** Settings of the command line. @throws SettingsError */
export function commandLineSettings(env: Environment = process.env) {
  return readSettings(commandLineShape, env, redisFaults);
}

export type CommandLineSettings = ReturnType<typeof commandLineSettings>;
