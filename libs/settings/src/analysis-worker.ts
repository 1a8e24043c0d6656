import { readSettings, type Environment } from './read-settings.js';
import { audioSettings, databaseSettings, processSettings, redisSettings, workerSettings } from './topics.js';

/** Settings of the analysis-worker. @throws SettingsError */
export function analysisWorkerSettings(env: Environment = process.env) {
  const shape = {
    ...processSettings(8002),
    ...databaseSettings(4),
    ...redisSettings,
    ...audioSettings,
    ...workerSettings,
  };
  return readSettings(shape, env);
}

export type AnalysisWorkerSettings = ReturnType<typeof analysisWorkerSettings>;
