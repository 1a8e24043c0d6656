import { readSettings, type Environment } from './read-settings.js';
import { audioSettings, databaseSettings, processSettings, redisSettings, workerSettings } from './topics.js';

export const analysisWorkerShape = {
  ...processSettings(8002),
  ...databaseSettings(4),
  ...redisSettings,
  ...audioSettings,
  ...workerSettings,
};

/** Settings of the analysis-worker. @throws SettingsError */
export function analysisWorkerSettings(env: Environment = process.env) {
  return readSettings(analysisWorkerShape, env);
}

export type AnalysisWorkerSettings = ReturnType<typeof analysisWorkerSettings>;
