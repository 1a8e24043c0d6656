import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The root folder of the workspace, without a trailing slash; the same from `src` and from `dist`. */
export const workspaceRoot = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

export type AppName = 'api-gateway' | 'analysis-worker' | 'ai-service' | 'monitor';

/** Addresses and secrets that connect the apps. */
export interface Wiring {
  readonly databaseUrl: string;
  readonly brokerUrl: string;
  readonly resultBackendUrl: string;
  readonly audioFolder: string;
  readonly jwtSecret: string;
  readonly aiServiceKey: string;
  readonly aiServiceUrl: string;
}

/** The environment variables of the ai-service, which needs no server. */
export const aiServiceEnvironment = (aiServiceKey: string): Record<string, string> => ({
  AI_SERVICE_API_KEY: aiServiceKey,
});

/** The environment variables of an app. */
export function appEnvironment(app: AppName, wiring: Wiring): Record<string, string> {
  if (app === 'ai-service') return aiServiceEnvironment(wiring.aiServiceKey);
  const shared = {
    DATABASE_URL: wiring.databaseUrl,
    CELERY_BROKER_URL: wiring.brokerUrl,
    CELERY_RESULT_BACKEND: wiring.resultBackendUrl,
  };
  const audio = { AUDIO_STORE_URL: pathToFileURL(wiring.audioFolder).href };
  const ai = { AI_SERVICE_URL: wiring.aiServiceUrl, AI_SERVICE_API_KEY: wiring.aiServiceKey };
  if (app === 'analysis-worker') return { ...shared, ...audio, ...ai };
  const tokens = { JWT_SECRET: wiring.jwtSecret };
  return app === 'api-gateway' ? { ...shared, ...audio, ...ai, ...tokens } : { ...shared, ...tokens };
}

/** The built entry file of an app. @param build the folder of another build than this workspace's */
export function appEntry(app: AppName, build = workspaceRoot): string {
  return join(build, 'apps', app, 'dist/main.js');
}

/** The name of an app that runs more than once: `analysis-worker`, `analysis-worker-2`, … */
export const appInstance = (app: AppName, number = 1): string => (number === 1 ? app : `${app}-${number}`);
