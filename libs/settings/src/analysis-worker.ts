import type { Environment } from './environment.js';
import { readSettings, SettingsError } from './read-settings.js';
import { audioSettings, databaseSettings, housekeepingSettings, processSettings, workerSettings } from './topics.js';
import { redisFaults, redisSettings } from './redis.js';

export const analysisWorkerShape = {
  ...processSettings(8002),
  ...databaseSettings(4),
  ...redisSettings,
  ...audioSettings,
  ...housekeepingSettings,
  ...workerSettings,
};

/** Settings of the analysis-worker. @throws SettingsError */
export function analysisWorkerSettings(env: Environment = process.env) {
  const settings = readSettings(analysisWorkerShape, env, redisFaults);
  const { CELERY_TASK_SOFT_TIME_LIMIT: soft, CELERY_TASK_TIME_LIMIT: hard } = settings;
  if (soft !== undefined && soft >= hard) {
    throw new SettingsError([`CELERY_TASK_SOFT_TIME_LIMIT: must be less than CELERY_TASK_TIME_LIMIT (${hard})`]);
  }
  return settings;
}

export type AnalysisWorkerSettings = ReturnType<typeof analysisWorkerSettings>;

/** Seconds between the two limits when only the hard limit is set, so that an attempt can end by itself. */
const lastSeconds = 5;

type Limits = Pick<AnalysisWorkerSettings, 'CELERY_TASK_SOFT_TIME_LIMIT' | 'CELERY_TASK_TIME_LIMIT'>;

/** Seconds after which an attempt is asked to end. */
export function softTimeLimitSeconds(settings: Limits): number {
  return settings.CELERY_TASK_SOFT_TIME_LIMIT ?? settings.CELERY_TASK_TIME_LIMIT;
}

/** Seconds after which an attempt is ended by force: a little more than the limit if there is no soft limit. */
export function hardTimeLimitSeconds(settings: Limits): number {
  const asked = settings.CELERY_TASK_SOFT_TIME_LIMIT !== undefined;
  return settings.CELERY_TASK_TIME_LIMIT + (asked ? 0 : lastSeconds);
}
