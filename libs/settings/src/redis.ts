import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { certificateFile, isKeyOf, privateKeyFile } from './pem-file.js';
import type { Environment } from './environment.js';
import { parseRedisUrl, redisUrl, type RedisUrl } from './redis-url.js';

/** The Redis databases of the queue and of the result cache, with the names of Celery deployments. */
export const redisSettings = {
  CELERY_BROKER_URL: redisUrl
    .default('redis://localhost:6379/0')
    .describe(
      'Redis database of the queue; `rediss://` for TLS, `redis+sentinel://` for Sentinel, `redis+cluster://` for a cluster (redis.md)',
    ),
  CELERY_RESULT_BACKEND: redisUrl
    .default('redis://localhost:6379/1')
    .describe('Redis database of the task states, in the same forms'),
  REDIS_SENTINEL_PASSWORD: z
    .string()
    .min(1)
    .optional()
    .describe('password of the sentinels; none when neither this nor `?sentinel_password=` of the URL is set'),
  REDIS_TLS_CA_FILE: certificateFile
    .optional()
    .describe('PEM file of the authorities that may sign the certificates of Redis; the public ones when not set'),
  REDIS_TLS_CERT_FILE: certificateFile.optional().describe('PEM file of the client certificate for Redis'),
  REDIS_TLS_KEY_FILE: privateKeyFile.optional().describe('PEM file of the key of that certificate'),
};

/** Faults of the settings of Redis that concern several variables. */
export function redisFaults(given: Environment): string[] {
  const { CELERY_BROKER_URL: queue, CELERY_RESULT_BACKEND: cache } = given;
  const { REDIS_TLS_CA_FILE: ca, REDIS_TLS_CERT_FILE: certificate, REDIS_TLS_KEY_FILE: key } = given;
  const isEncrypted = [queue, cache].some((url) => url?.toLowerCase().startsWith('rediss'));
  if (!isEncrypted && (ca ?? certificate ?? key) !== undefined) {
    return ['REDIS_TLS_* have no effect: neither CELERY_BROKER_URL nor CELERY_RESULT_BACKEND begins with rediss'];
  }
  if (certificate === undefined && key === undefined) return [];
  if (certificate === undefined || key === undefined) {
    return ['REDIS_TLS_CERT_FILE and REDIS_TLS_KEY_FILE belong together: set both, or neither'];
  }
  const isPair = [certificateFile.safeParse(certificate), privateKeyFile.safeParse(key)].every(
    ({ success }) => success,
  );
  return isPair && !isKeyOf(key, certificate)
    ? ['REDIS_TLS_KEY_FILE is not the key of the certificate in REDIS_TLS_CERT_FILE']
    : [];
}

/** Where a Redis is, and how to reach it. */
export interface RedisAddress extends Omit<RedisUrl, 'isEncrypted'> {
  /** Null for a connection without TLS. The members are texts in PEM. */
  readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: string } | null;
}

interface RedisSettings {
  readonly CELERY_BROKER_URL: string;
  readonly CELERY_RESULT_BACKEND: string;
  readonly REDIS_SENTINEL_PASSWORD?: string | undefined;
  readonly REDIS_TLS_CA_FILE?: string | undefined;
  readonly REDIS_TLS_CERT_FILE?: string | undefined;
  readonly REDIS_TLS_KEY_FILE?: string | undefined;
}

/** The addresses of the queue and of the result cache. @throws when a file of the settings was removed meanwhile */
export function redisAddresses(settings: RedisSettings): {
  readonly queue: RedisAddress;
  readonly resultCache: RedisAddress;
} {
  const tls = {
    ...pem('ca', settings.REDIS_TLS_CA_FILE),
    ...pem('cert', settings.REDIS_TLS_CERT_FILE),
    ...pem('key', settings.REDIS_TLS_KEY_FILE),
  };
  const addressOf = (url: string): RedisAddress => {
    const { isEncrypted, ...parsed } = parseRedisUrl(url);
    const sentinelPassword = parsed.sentinelPassword ?? settings.REDIS_SENTINEL_PASSWORD;
    return { ...parsed, sentinelPassword, tls: isEncrypted ? tls : null };
  };
  return { queue: addressOf(settings.CELERY_BROKER_URL), resultCache: addressOf(settings.CELERY_RESULT_BACKEND) };
}

function pem(name: 'ca' | 'cert' | 'key', path: string | undefined): Partial<Record<typeof name, string>> {
  return path === undefined ? {} : { [name]: readFileSync(path, 'utf8') };
}
