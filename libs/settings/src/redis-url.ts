import { z } from 'zod';

/** A host with its port. */
interface Host {
  readonly host: string;
  readonly port: number;
}

/** What the URL of a Redis says. */
export interface RedisUrl {
  /** The server; with `master` the sentinels, with `hashTag` nodes of the cluster, which know which server it is. */
  readonly hosts: readonly Host[];
  /** The name under which sentinels know the master; null without Sentinel. */
  readonly master: string | null;
  /** The hash tag of all keys in a cluster; null without a cluster. */
  readonly hashTag: string | null;
  readonly database: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly sentinelUsername: string | undefined;
  readonly sentinelPassword: string | undefined;
  readonly isEncrypted: boolean;
}

/** scheme, `+sentinel` or `+cluster`, credentials, hosts, path, parameters. */
const form = /^(rediss?)(\+sentinel|\+cluster)?:\/\/(?:([^/?#]*)@)?([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?$/i;

/** A number would be mistaken for that of a database, which clusters do not have. */
const hashTagForm = /^[a-z][\w.-]{0,63}$/i;

const defaultHashTag = 'vocalborn';

const hostForm = /^(\[[0-9a-f:.]+\]|[^\s:[\]]+)(?::(\d{1,5}))?$/i;

/**
 * Parses redis://user:password@host:port/database, rediss:// for TLS, with Sentinel
 * redis+sentinel://user:password@host:port,host:port/master/database or rediss+sentinel://, and with a cluster
 * redis+cluster://user:password@host:port,host:port/hash-tag or rediss+cluster://.
 * @throws Error with the fault, without the text, which may hold a password
 */
export function parseRedisUrl(text: string): RedisUrl {
  const [, scheme = '', mode = '', credentials, hosts = '', path = '', query = ''] = form.exec(text) ?? [];
  if (scheme === '') {
    throw new Error('must be a URL that begins with redis:// or rediss://, redis+sentinel:// or redis+cluster://');
  }
  const parameters = new URLSearchParams(query);
  refuseUnknown(parameters, mode.toLowerCase() === '+sentinel');
  return {
    ...credentialsOf(credentials),
    ...placeOf(mode.toLowerCase(), hosts, path),
    sentinelUsername: parameters.get('sentinel_username') ?? undefined,
    sentinelPassword: parameters.get('sentinel_password') ?? undefined,
    isEncrypted: scheme.toLowerCase() === 'rediss',
  };
}

/** A URL of Redis: of one server, of sentinels or of a cluster. The message does not contain the value. */
export const redisUrl: z.ZodType<string> = z.string().superRefine((text, context) => {
  try {
    parseRedisUrl(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
});

type Place = Pick<RedisUrl, 'hosts' | 'master' | 'hashTag' | 'database'>;

function placeOf(mode: string, hosts: string, path: string): Place {
  if (mode === '+sentinel') return behindSentinels(hosts, path);
  return mode === '+cluster' ? inCluster(hosts, path) : oneServer(hosts, path);
}

function oneServer(hosts: string, path: string): Place {
  if (hosts.includes(',')) {
    throw new Error('names several servers: the URL begins with redis+sentinel:// or redis+cluster:// then');
  }
  return { hosts: [hostOf(hosts || 'localhost', 6379)], master: null, hashTag: null, database: databaseOf(path) };
}

function inCluster(hosts: string, path: string): Place {
  const hashTag = path === '' ? defaultHashTag : decoded(path);
  if (!hashTagForm.test(hashTag)) {
    throw new Error(
      'must end with a hash tag that begins with a letter, or with the last host: a cluster has no databases',
    );
  }
  return { hosts: hostsOf(hosts, 6379), master: null, hashTag, database: 0 };
}

function behindSentinels(hosts: string, path: string): Place {
  const [master = '', database = '', ...rest] = path.split('/');
  if (master === '' || rest.length > 0) {
    throw new Error('must name the master of the sentinels: redis+sentinel://host:26379,host:26379/master/database');
  }
  return {
    hosts: hostsOf(hosts, 26379),
    master: decoded(master),
    hashTag: null,
    database: databaseOf(database),
  };
}

const hostsOf = (text: string, defaultPort: number): Host[] =>
  text.split(',').map((host) => hostOf(host.trim(), defaultPort));

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
