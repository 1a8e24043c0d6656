import type { RedisOptions } from 'ioredis';
import { isIP } from 'node:net';

/** Where a Redis is: the redis:// URL of one server, or all that a URL cannot say. */
export type RedisAddress = string | RedisServers;

/** A server, a master behind Sentinel, or a cluster. */
export interface RedisServers {
  /** The server; with `master` the sentinels, with `hashTag` nodes of the cluster, which know which server it is. */
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  /** The name under which sentinels know the master; null without Sentinel. */
  readonly master: string | null;
  /** The hash tag of all keys in a cluster, which puts them into one hash slot; null without a cluster. */
  readonly hashTag: string | null;
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

/** The beginning of every key: the hash tag in a cluster, else nothing. */
export function keyPrefixOf(address: RedisAddress): string {
  return typeof address === 'string' || address.hashTag === null ? '' : `{${address.hashTag}}:`;
}

/** The options of ioredis that say where Redis is and who calls; not where a hash slot of a cluster is. */
export function serverOptions(servers: RedisServers): RedisOptions {
  const { hosts, master, database, username, password, tls } = servers;
  const shared = { db: database, username, password };
  if (servers.hashTag !== null) return { ...shared, ...(tls && { tls: { ...tls } }) };
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
export const serverName = (host: string): { servername?: string } => (isIP(host) === 0 ? { servername: host } : {});
