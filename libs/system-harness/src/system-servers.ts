import { join } from 'node:path';
import type { Certificates } from './certificates.js';
import { runDatabaseTool } from './development-data.js';
import { PgBouncer } from './pgbouncer.js';
import { PostgresPair } from './postgres-pair.js';
import { PostgresServer } from './postgres.js';
import { RedisCluster } from './redis-cluster.js';
import { RedisServer } from './redis.js';
import { SentinelGroup } from './sentinel-group.js';

const topologies = ['single', 'standby', 'sentinel', 'cluster'] as const;

/** What can fail over: nothing, Postgres to a standby, or Redis to a replica, through Sentinel or in a cluster. */
export type Topology = (typeof topologies)[number];

/** The topology of this name; `single` without one. @throws Error when there is no such topology */
export function topologyOf(name: string | undefined): Topology {
  const topology = topologies.find((each) => each === (name ?? 'single'));
  if (topology === undefined) throw new Error(`E2E_TOPOLOGY must be one of ${topologies.join(', ')}, not ${name}`);
  return topology;
}

export interface ServerOptions {
  readonly topology: Topology;
  readonly postgresSettings: Readonly<Record<string, string>>;
  /** With it, Postgres takes TLS only, and asks clients for a certificate; not with a standby. */
  readonly postgresTls: Certificates | undefined;
  /** The apps reach Postgres through a pgbouncer in transaction mode; not with a standby or TLS. */
  readonly isPooled: boolean;
  /** The folder of the build whose schema the database gets. */
  readonly build: string;
}

const database = 'vocalborn';

/** Postgres and Redis of a system. */
export class SystemServers {
  private constructor(
    private readonly ledger: PostgresServer | PostgresPair,
    private readonly queue: RedisServer | SentinelGroup | RedisCluster,
    private readonly pooler: PgBouncer | null,
  ) {}

  /** Starts them below the folder, with the schema of the build and the development data. */
  static async start(folder: string, options: ServerOptions): Promise<SystemServers> {
    const [ledger, queue] = await Promise.all([startPostgres(folder, options), startRedis(folder, options)]);
    await (ledger instanceof PostgresPair ? ledger.primary : ledger).createDatabase(database);
    const url = ledger.url(database);
    if (options.isPooled) {
      const pooled = { DATABASE_DIRECT_URL: url, DATABASE_POOLING: 'transaction' };
      await runDatabaseTool('migrate', 'postgres://nobody@127.0.0.1:1/none', pooled);
    }
    await runDatabaseTool('seed', url, {}, options.build);
    return new SystemServers(ledger, queue, options.isPooled ? await PgBouncer.start(url) : null);
  }

  /** The server that takes writes. */
  get postgres(): PostgresServer {
    return this.ledger instanceof PostgresPair ? this.ledger.primary : this.ledger;
  }

  /** @throws Error when nothing can fail over to a standby */
  get postgresPair(): PostgresPair {
    if (this.ledger instanceof PostgresPair) return this.ledger;
    throw new Error('the system was started without a standby of Postgres');
  }

  /** @throws Error where it may be one server or the other */
  get redis(): RedisServer {
    if (this.queue instanceof RedisServer) return this.queue;
    throw new Error('the system was started with several servers of Redis');
  }

  /** @throws Error where nothing can fail over to a replica */
  get redisGroup(): SentinelGroup | RedisCluster {
    if (!(this.queue instanceof RedisServer)) return this.queue;
    throw new Error('the system was started with one server of Redis');
  }

  /** The addresses of the servers, which an app finds its way with: that of Postgres may have several hosts. */
  get addresses() {
    return {
      databaseUrl: this.ledger.url(database),
      brokerUrl: this.queue.url(0),
      resultBackendUrl: this.queue.url(1),
    };
  }

  /** The address of the database for the apps: through the pooler, if there is one. */
  get pooledUrl(): string | null {
    return this.pooler?.url ?? null;
  }

  /** The address of the database on the server that takes writes. */
  get primaryUrl(): string {
    return this.postgres.url(database);
  }

  /** The address of a Redis database on the server that takes writes. */
  async masterUrl(number: 0 | 1): Promise<string> {
    if (this.queue instanceof RedisCluster) return (await this.queue.master()).url();
    const server = this.queue instanceof SentinelGroup ? await this.queue.master() : this.queue;
    return server.url(number);
  }

  /** What the keys begin with: the hash tag in a cluster, else nothing. */
  get keyPrefix(): string {
    return this.queue instanceof RedisCluster ? this.queue.keyPrefix : '';
  }

  async stop(): Promise<void> {
    await this.pooler?.stop();
    await Promise.all([this.ledger.stop(), this.queue.stop()]);
  }
}

function startPostgres(folder: string, { topology, postgresSettings: settings, postgresTls: tls }: ServerOptions) {
  return topology === 'standby'
    ? PostgresPair.start({ folder: join(folder, 'postgres'), settings })
    : PostgresServer.start({ dataDir: join(folder, 'postgres'), durable: false, settings, ...(tls && { tls }) });
}

function startRedis(folder: string, { topology }: ServerOptions) {
  const dataDir = join(folder, 'redis');
  if (topology === 'cluster') return RedisCluster.start({ dataDir });
  return topology === 'sentinel' ? SentinelGroup.start({ dataDir }) : RedisServer.start({ dataDir, appendOnly: true });
}
