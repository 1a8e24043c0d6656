import type { RedisOptions } from 'ioredis';
import { isIP } from 'node:net';

/** Where a Redis is: the redis:// URL of one server, or all that a URL cannot say. */
export type RedisAddress = string | RedisServers;

/** A server, or a master behind Sentinel. */
export interface RedisServers {
  /** The server; or with `master` the sentinels that know which server it is. */
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  /** The name under which sentinels know the master; null without Sentinel. */
  readonly master: string | null;
  readonly database: number;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly sentinelUsername?: string | undefined;
  readonly sentinelPassword?: string | undefined;
  /** Null for a connection without TLS. The members are texts in PEM; the certificate of the server is always verified. */
  readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: string } | null;
}

/** Longest wait for the answer of a sentinel, which may be frozen while the others answer. */
const sentinelAnswerMs = 2_000;

/** The options of ioredis that say where Redis is and who calls. */
export function serverOptions(servers: RedisServers): RedisOptions {
  const { hosts, master, database, username, password, tls } = servers;
  const shared = { db: database, username, password };
  if (master === null) {
    const [{ host, port } = { host: 'localhost', port: 6379 }] = hosts;
    return { ...shared, host, port, ...(tls && { tls: { ...tls, ...serverName(host) } }) };
  }
  return {
    ...shared,
    sentinels: hosts.map((sentinel) => ({ ...sentinel })),
    name: master,
    sentinelUsername: servers.sentinelUsername,
    sentinelPassword: servers.sentinelPassword,
    sentinelCommandTimeout: sentinelAnswerMs,
    // Sentinels announce addresses that may lead nowhere from here, as those of containers.
    updateSentinels: false,
    ...(tls && { tls: { ...tls }, sentinelTLS: { ...tls }, enableTLSForSentinelMode: true }),
  };
}

/** The options of ioredis for a connection to one of the sentinels itself. */
export function sentinelOptions(servers: RedisServers, { host, port }: RedisServers['hosts'][number]): RedisOptions {
  const { sentinelUsername: username, sentinelPassword: password, tls } = servers;
  return { host, port, username, password, ...(tls && { tls: { ...tls, ...serverName(host) } }) };
}

/** Tells a proxy of TLS which server is meant (SNI), as managed services need it. */
const serverName = (host: string): { servername?: string } => (isIP(host) === 0 ? { servername: host } : {});
