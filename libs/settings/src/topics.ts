import { z } from 'zod';
import { databaseUrl } from './database-url.js';
import type { Environment } from './environment.js';
import { usableCores } from './usable-machine.js';
import { decimal, networkList, url, wholeNumber, wordList } from './fields.js';

/** Address and log level of a process. */
export const processSettings = (defaultPort: number) => ({
  HOST: z.string().default('0.0.0.0').describe('address to listen on'),
  PORT: wholeNumber({ min: 0, max: 65535 }).default(defaultPort).describe('port to listen on'),
  METRICS_PORT: wholeNumber({ min: 0, max: 65535 })
    .optional()
    .describe('port on which GET /metrics is served instead of PORT'),
  LOG_LEVEL: z
    .string()
    .transform((level) => level.toLowerCase())
    .pipe(z.enum(['fatal', 'error', 'warn', 'warning', 'info', 'debug', 'trace']))
    .transform((level) => (level === 'warning' ? 'warn' : level))
    .default('info')
    .describe('least severity that is logged'),
});

type ProcessSettings = { readonly HOST: string; readonly METRICS_PORT?: number | undefined };

/** Where a process serves its metrics; undefined on its main port. */
export function metricsAddress({ HOST: host, METRICS_PORT: port }: ProcessSettings) {
  return port === undefined ? undefined : { host, port };
}

/** Whose word about the address of a caller is believed. */
export const proxySettings = {
  TRUSTED_PROXIES: networkList
    .default([])
    .describe(
      'proxies whose X-Forwarded-For names the address of the caller: addresses, networks, `loopback`, `uniquelocal`',
    ),
};

/** Postgres. */
export const databaseSettings = (defaultPoolSize: number) => ({
  DATABASE_URL: databaseUrl.describe(
    'postgres://user:password@host:5432/database; several hosts and TLS as postgres.md says',
  ),
  DATABASE_POOL_SIZE: wholeNumber({ min: 1, max: 200 })
    .default(defaultPoolSize)
    .describe('most connections that one process opens'),
  DATABASE_POOLING: z
    .enum(['session', 'transaction'], { error: 'must be session or transaction' })
    .default('session')
    .describe('transaction when DATABASE_URL leads to pgbouncer (1.21 or newer) in transaction mode'),
});

/** Verification of bearer tokens. */
export const tokenSettings = {
  JWT_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters')
    .optional()
    .describe('secret of at least 32 characters that signs HS256 tokens; or JWT_JWKS_URL'),
  JWT_JWKS_URL: url('http', 'https')
    .optional()
    .describe('where the issuer publishes the keys of RS256, ES256 and EdDSA tokens (JWK Set); or JWT_SECRET'),
  JWT_MAX_AGE_SECONDS: wholeNumber({ min: 60, max: 31_536_000 })
    .optional()
    .describe('longest time in seconds between the `iat` and the `exp` of a token; then every token must carry both'),
  JWT_ISSUER: z.string().default('vocalborn').describe('the `iss` that a token must carry'),
  JWT_AUDIENCE: z.string().default('vocalborn-analysis').describe('the `aud` that a token must carry'),
};

/** Of the secret and the address of the keys exactly one is set: a token could be signed with either otherwise. */
export function tokenFaults({ JWT_SECRET: secret, JWT_JWKS_URL: keys }: Environment): string[] {
  if (secret === undefined && keys === undefined) {
    return [
      'JWT_SECRET is required (secret of HS256 tokens; or JWT_JWKS_URL, where the keys of the issuer are published)',
    ];
  }
  if (secret !== undefined && keys !== undefined) return ['JWT_SECRET and JWT_JWKS_URL exclude each other: set one'];
  return [];
}

/** Limits of an upload. */
export const uploadSettings = {
  // 50 MiB in ten minutes is a link of 0.7 Mbit/s.
  UPLOAD_TIMEOUT_SECONDS: wholeNumber({ min: 1, max: 86_400 })
    .default(600)
    .describe('seconds in which an upload must have arrived; one that brings less than 64 KiB in 30 s ends before'),
};

/** Storage and accepted formats of recordings. */
export const audioSettings = {
  AUDIO_STORE_URL: url('file', 's3').describe(
    'where the recordings are: file:///absolute/path, or s3://bucket/prefix?endpoint=https://…&region=…',
  ),
  MAX_AUDIO_FILE_SIZE: wholeNumber({ min: 1024, max: 1024 ** 3 })
    .default(52_428_800)
    .describe('largest recording in bytes'),
  SUPPORTED_AUDIO_FORMATS: wordList
    .default(['wav', 'mp3', 'm4a', 'aac', 'flac', 'ogg', 'opus', 'webm'])
    .describe('formats that may be uploaded, told by the content; opus is Ogg that is called Opus'),
};

/** Signed links to recordings. */
export const audioLinkSettings = {
  AUDIO_LINK_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters')
    .optional()
    .describe(
      'secret of at least 32 characters that signs links to recordings, the same for all gateways; JWT_SECRET if not ' +
        'set, and with JWT_JWKS_URL there are no links without it',
    ),
  AUDIO_LINK_SECONDS: wholeNumber({ min: 10, max: 3_600 })
    .default(300)
    .describe('seconds that a link to a recording lasts'),
};

/** Execution of tasks by the worker, with the names of Celery deployments. */
export const workerSettings = {
  WORKER_NAME: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,64}$/, 'may hold letters, digits, dot, dash and underscore')
    .default('worker')
    .describe('first half of the name worker@host'),
  CELERY_WORKER_CONCURRENCY: wholeNumber({ min: 1, max: 256 })
    .default(Math.max(2, usableCores()))
    .describe('tasks that one worker runs at a time'),
  CELERY_TASK_TIME_LIMIT: wholeNumber({ min: 1, max: 86_400 })
    .default(1800)
    .describe('seconds after which an attempt is ended by force'),
  CELERY_TASK_SOFT_TIME_LIMIT: wholeNumber({ min: 1, max: 86_400 })
    .optional()
    .describe('seconds after which an attempt is asked to end; the time limit if not set'),
  CELERY_WORKER_MAX_TASKS_PER_CHILD: wholeNumber({ min: 1, max: 1_000_000 })
    .optional()
    .describe('attempts after which the process that runs them is replaced'),
  CELERY_WORKER_MAX_MEMORY_PER_CHILD: wholeNumber({ min: 65_536, max: 268_435_456 })
    .optional()
    .describe('resident memory in KiB after which the process that runs tasks is replaced'),
  SHUTDOWN_GRACE_SECONDS: wholeNumber({ min: 0, max: 86_400 })
    .default(120)
    .describe('seconds for running tasks to finish when the worker is asked to stop'),
  RETRY_DELAY_SCALE: decimal({ min: 0.0001, max: 10 })
    .default(1)
    .describe('factor on every retry delay; below 1 for tests and drills'),
  AI_SERVICE_URL: url('http', 'https').default('http://ai-service:8001').describe('base address of the ai-service'),
  AI_SERVICE_API_KEY: z.string().min(1).optional().describe('key that the ai-service asks for'),
};

/** How long ended tasks and the audit of reads are kept. */
export const housekeepingSettings = {
  TASK_RETENTION_DAYS: wholeNumber({ min: 0, max: 36_500 })
    .default(365)
    .describe(
      'days after which ended tasks are deleted, except the analysis that a practice record shows; 0 keeps all',
    ),
  ACCESS_AUDIT_RETENTION_DAYS: wholeNumber({ min: 0, max: 36_500 })
    .default(730)
    .describe('days for which it is kept who read data of another person; 0 keeps all'),
};

/** Days for which things are kept; null keeps all. */
export interface Retention {
  readonly taskDays: number | null;
  readonly audioDays: number | null;
  readonly accessDays: number | null;
}

/** The retention of the settings. */
export function retentionOf(settings: {
  readonly TASK_RETENTION_DAYS: number;
  /** Of a gateway: only gateways delete recordings. */
  readonly AUDIO_RETENTION_DAYS?: number;
  readonly ACCESS_AUDIT_RETENTION_DAYS: number;
}): Retention {
  const days = (setting: number): number | null => (setting === 0 ? null : setting);
  return {
    taskDays: days(settings.TASK_RETENTION_DAYS),
    audioDays: days(settings.AUDIO_RETENTION_DAYS ?? 0),
    accessDays: days(settings.ACCESS_AUDIT_RETENTION_DAYS),
  };
}
