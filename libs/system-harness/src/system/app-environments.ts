import { pathToFileURL } from 'node:url';

/** The programs that make up the system. */
export const appNames = ['ai-service', 'analysis-worker', 'api-gateway', 'monitor'] as const;

/** One of the system's programs. */
export type AppName = (typeof appNames)[number];

/** Variables of a process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What the apps have to be told of each other and of the servers. */
export interface Surroundings {
  readonly databaseUrl: string;
  readonly brokerUrl: string;
  readonly resultBackend: string;
  readonly audioFolder: string;
  readonly aiServiceUrl: string;
  readonly jwtSecret: string;
  readonly aiServiceApiKey: string;
  readonly logLevel?: string;
}

/** The environment of each app, without port and worker name. */
export function appEnvironments(around: Surroundings): Record<AppName, Variables> {
  const common: Variables = {
    DATABASE_URL: around.databaseUrl,
    CELERY_BROKER_URL: around.brokerUrl,
    CELERY_RESULT_BACKEND: around.resultBackend,
    LOG_LEVEL: around.logLevel ?? 'info',
    NODE_ENV: 'production',
  };
  const tokens = { JWT_SECRET: around.jwtSecret, JWT_ISSUER: 'vocalborn', JWT_AUDIENCE: 'vocalborn-analysis' };
  const audio = { AUDIO_STORE_URL: pathToFileURL(around.audioFolder).href };
  const key = { AI_SERVICE_API_KEY: around.aiServiceApiKey };
  return {
    'ai-service': { LOG_LEVEL: common['LOG_LEVEL'], NODE_ENV: common['NODE_ENV'], ...key },
    'analysis-worker': { ...common, ...audio, ...key, AI_SERVICE_URL: around.aiServiceUrl },
    'api-gateway': { ...common, ...tokens, ...audio },
    monitor: { ...common, ...tokens },
  };
}
