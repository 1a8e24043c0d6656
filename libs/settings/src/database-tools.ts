import { readSettings, type Environment } from './read-settings.js';
import { databaseSettings } from './topics.js';

/** Settings of the migration and seed commands. @throws SettingsError */
export function databaseToolSettings(env: Environment = process.env) {
  return readSettings(databaseSettings(1), env);
}
