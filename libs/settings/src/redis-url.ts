import { z } from 'zod';

/** A host with its port. */
interface Host {
  readonly host: string;
  readonly port: number;
}

/** What the URL of a Redis says. */
export interface RedisUrl {
  /** The server; or with `master` the sentinels that know which server it is. */
  readonly hosts: readonly Host[];
  /** The name under which sentinels know the master; null without Sentinel. */
  readonly master: string | null;
  readonly database: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly sentinelUsername: string | undefined;
  readonly sentinelPassword: string | undefined;
  readonly isEncrypted: boolean;
}

/** scheme, `+sentinel`, credentials, hosts, path, parameters. */
const form = /^(rediss?)(\+sentinel)?:\/\/(?:([^/?#]*)@)?([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/i;

const hostForm = /^(\[[0-9a-f:.]+\]|[^\s:[\]]+)(?::(\d{1,5}))?$/i;

/**
 * Parses redis://user:password@host:port/database, rediss:// for TLS, and with Sentinel
 * redis+sentinel://user:password@host:port,host:port/master/database or rediss+sentinel://.
 * @throws Error with the fault, without the text, which may hold a password
 */
export function parseRedisUrl(text: string): RedisUrl {
  const [, scheme = '', sentinel, credentials, hosts = '', path = '', query = ''] = form.exec(text) ?? [];
  if (scheme === '') {
    throw new Error('must be a URL that begins with redis://, rediss://, redis+sentinel:// or rediss+sentinel://');
  }
  const isSentinel = sentinel !== undefined;
  const parameters = new URLSearchParams(query);
  refuseUnknown(parameters, isSentinel);
  return {
    ...credentialsOf(credentials),
    ...(isSentinel ? behindSentinels(hosts, path) : oneServer(hosts, path)),
    sentinelUsername: parameters.get('sentinel_username') ?? undefined,
    sentinelPassword: parameters.get('sentinel_password') ?? undefined,
    isEncrypted: scheme.toLowerCase() === 'rediss',
  };
}

/** A URL of Redis, with Sentinel or without. The message does not contain the value. */
export const redisUrl: z.ZodType<string> = z.string().superRefine((text, context) => {
  try {
    parseRedisUrl(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
});

function oneServer(hosts: string, path: string): Pick<RedisUrl, 'hosts' | 'master' | 'database'> {
  if (hosts.includes(','))
    throw new Error('names several servers: with Sentinel the URL begins with redis+sentinel://');
  return { hosts: [hostOf(hosts || 'localhost', 6379)], master: null, database: databaseOf(path) };
}

function behindSentinels(hosts: string, path: string): Pick<RedisUrl, 'hosts' | 'master' | 'database'> {
  const [master = '', database = '', ...rest] = path.split('/');
  if (master === '' || rest.length > 0) {
    throw new Error('must name the master of the sentinels: redis+sentinel://host:26379,host:26379/master/database');
  }
  return {
    hosts: hosts.split(',').map((host) => hostOf(host.trim(), 26379)),
    master: decoded(master),
    database: databaseOf(database),
  };
}

function hostOf(text: string, defaultPort: number): Host {
  const [, host, port = String(defaultPort)] = hostForm.exec(text) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) {
    throw new Error('must name each server as host or host:port, with a port from 1 to 65535');
  }
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}

function databaseOf(text: string): number {
  if (!/^\d{0,5}$/.test(text)) throw new Error('must end with the number of the database, as in redis://host:6379/0');
  return Number(text);
}

function credentialsOf(text: string | undefined): Pick<RedisUrl, 'username' | 'password'> {
  if (text === undefined) return { username: undefined, password: undefined };
  const [username = '', ...password] = text.split(':');
  const read = (value: string): string | undefined => (value === '' ? undefined : decoded(value));
  return { username: read(username), password: read(password.join(':')) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error('has a % that begins no percent-encoding: write it as %25');
  }
}

/** A parameter that has no effect would be worse than a refusal: somebody relies on it. */
function refuseUnknown(parameters: URLSearchParams, isSentinel: boolean): void {
  for (const [name, value] of parameters) {
    // As Celery's URLs say it. Certificates are always verified.
    if (name === 'ssl_cert_reqs' && /^(?:CERT_)?REQUIRED$/i.test(value)) continue;
    if (isSentinel && (name === 'sentinel_username' || name === 'sentinel_password')) continue;
    if (name === 'ssl_cert_reqs')
      throw new Error('asks for TLS without verification (ssl_cert_reqs): use REDIS_TLS_CA_FILE');
    throw new Error('has a parameter that is not known; sentinel_username and sentinel_password are, with Sentinel');
  }
}
