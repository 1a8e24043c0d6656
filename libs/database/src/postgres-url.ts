import { readFileSync } from 'node:fs';

/** One of the servers that a URL names. */
export interface ServerAddress {
  /** host:port as the URL has it, for messages. */
  readonly name: string;
  /** The URL of this server alone, without the parameters that are read here. */
  readonly url: string;
}

/** Texts in PEM. The certificate of the server is always verified. */
export interface TlsFiles {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** What the URL of a Postgres says. */
export interface PostgresUrl {
  /** In the order in which they are tried. */
  readonly servers: readonly [ServerAddress, ...ServerAddress[]];
  /** Whether a server that takes no writes is refused: with several servers, or by `target_session_attrs`. */
  readonly mustTakeWrites: boolean;
  /** Null for a connection without TLS. */
  readonly tls: TlsFiles | null;
}

/** Scheme and credentials, hosts, path, parameters. */
const form = /^(postgres(?:ql)?:\/\/(?:[^/?#]*@)?)([^/?#]*)([^?#]*)(?:\?([^#]*))?$/i;

/** Modes that verify the certificate of the server and its host name; the weaker ones of libpq are taken for the strongest. */
const verifyingModes: ReadonlySet<string> = new Set(['require', 'verify-ca', 'verify-full']);

const fileParameters = { ca: 'sslrootcert', cert: 'sslcert', key: 'sslkey' } as const;

/**
 * Parses postgres://user:password@host:port,host:port/database with the parameters of libpq `sslmode`, `sslrootcert`,
 * `sslcert`, `sslkey` and `target_session_attrs`, and reads the files that they name. Other parameters are the driver's.
 * @throws Error with the fault, without the text, which may hold a password
 */
export function readPostgresUrl(url: string): PostgresUrl {
  const { access, hosts, path, query } = partsOf(url);
  const parameters = new URLSearchParams(query);
  const taken = (name: string): string | null => {
    const value = parameters.get(name);
    parameters.delete(name);
    return value;
  };
  const attributes = taken('target_session_attrs');
  if (!['read-write', 'primary', null].includes(attributes)) {
    throw new Error('target_session_attrs of the database URL must be read-write or primary: every app writes');
  }
  const tls = tlsOf(taken);
  const rest = parameters.size === 0 ? '' : `?${parameters.toString()}`;
  const [first = '', ...more] = hosts.split(',').map((host) => host.trim());
  const server = (name: string): ServerAddress => ({ name, url: `${access}${name}${path}${rest}` });
  return {
    servers: [server(first), ...more.map(server)],
    mustTakeWrites: more.length > 0 || attributes !== null,
    tls,
  };
}

/** The name of the database of a URL. */
export const databaseNameOf = (url: string): string => decodeURIComponent(partsOf(url).path.slice(1));

/** The URL of another database on the same servers. */
export function withDatabaseName(url: string, name: string): string {
  const { access, hosts, query } = partsOf(url);
  return `${access}${hosts}/${encodeURIComponent(name)}${query === '' ? '' : `?${query}`}`;
}

function partsOf(url: string) {
  const [, access = '', hosts = '', path = '', query = ''] = form.exec(url) ?? [];
  if (access === '') throw new Error('the database URL must begin with postgres:// or postgresql://');
  return { access, hosts, path, query };
}

function tlsOf(taken: (name: string) => string | null): TlsFiles | null {
  const mode = taken('sslmode');
  const files = Object.entries(fileParameters).flatMap(([name, parameter]) => {
    const path = taken(parameter);
    return path === null ? [] : [[name, path] as const];
  });
  if (mode === 'disable') return null;
  if (mode === null && files.length === 0) return null;
  if (mode !== null && !verifyingModes.has(mode)) {
    throw new Error('sslmode of the database URL must be verify-full or disable: a certificate is always verified');
  }
  return Object.fromEntries(files.map(([name, path]) => [name, readFileSync(path, 'utf8')]));
}
