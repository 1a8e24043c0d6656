import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Certificates } from './certificates.js';
import { findRedis } from './find-redis.js';
import { freePort } from './free-port.js';
import { ManagedProcess } from './managed-process.js';
import { clientOptions, portArguments, redisToolsDir, RedisServer } from './redis.js';
import { waitFor } from './wait-for.js';

export interface SentinelOptions {
  readonly dataDir: string;
  /** Of the servers and of the sentinels; none by default. */
  readonly password?: string;
  readonly sentinelPassword?: string;
  /** With it, servers and sentinels speak TLS only. */
  readonly tls?: Certificates;
}

const masterName = 'main';
const quorum = 2;
const downAfterMs = 1_000;

/** A master, a replica and three sentinels on the loopback address. */
export class SentinelGroup {
  private constructor(
    private readonly options: SentinelOptions,
    readonly servers: readonly RedisServer[],
    private readonly sentinels: readonly { readonly port: number; readonly process: ManagedProcess }[],
  ) {}

  /** Starts all of them, and waits until the sentinels could carry out a failover. */
  static async start(options: SentinelOptions): Promise<SentinelGroup> {
    const servers = await startServers(options);
    const port = servers[0]?.port ?? 0;
    const sentinels = await Promise.all([1, 2, 3].map((number) => startSentinel(options, number, port)));
    const group = new SentinelGroup(options, servers, sentinels);
    await group.untilComplete();
    return group;
  }

  /** The addresses of the sentinels. */
  get hosts(): { readonly host: string; readonly port: number }[] {
    return this.sentinels.map(({ port }) => ({ host: '127.0.0.1', port }));
  }

  /** The URL of a database through the sentinels. */
  url(database = 0): string {
    const { password, tls } = this.options;
    const credentials = password === undefined ? '' : `:${encodeURIComponent(password)}@`;
    const hosts = this.hosts.map(({ host, port }) => `${host}:${port}`).join(',');
    return `${tls === undefined ? 'redis' : 'rediss'}+sentinel://${credentials}${hosts}/${masterName}/${database}`;
  }

  /** The server that the last sentinel takes for the master. */
  async master(): Promise<RedisServer> {
    const [, port] = (await this.ask(this.sentinels.length - 1, 'get-master-addr-by-name', masterName)) as string[];
    const master = this.servers.find((server) => server.port === Number(port));
    if (!master) throw new Error(`no server listens on the port ${String(port)} of the master`);
    return master;
  }

  /** Makes the replica the master, as before maintenance. @returns the new master */
  async failover(): Promise<RedisServer> {
    await this.untilComplete();
    const before = await this.master();
    await this.ask(this.sentinels.length - 1, 'failover', masterName);
    return this.successorOf(before);
  }

  /** Waits until the last sentinel names another master than this. @returns the new one */
  successorOf(before: RedisServer): Promise<RedisServer> {
    const other = async (): Promise<RedisServer | null> => {
      const now = await this.master();
      return now === before ? null : now;
    };
    return waitFor(other, { what: 'a new master' });
  }

  /** Waits until every sentinel knows the others and a replica that follows the master. */
  async untilComplete(): Promise<void> {
    await waitFor(() => this.isComplete(), { what: 'the sentinels to know each other and the replica' });
  }

  /** Signals the first sentinel of the URL, which clients ask first. */
  signalFirstSentinel(signal: NodeJS.Signals): void {
    this.sentinels[0]?.process.signal(signal);
  }

  async stop(): Promise<void> {
    for (const server of this.servers) server.signal('SIGCONT');
    await Promise.all(this.sentinels.map(({ process }) => process.kill()));
    await Promise.all(this.servers.map((server) => server.kill()));
  }

  private async isComplete(): Promise<boolean> {
    const known = await Promise.all(
      this.sentinels.map(async (_, index) => {
        const others = (await this.ask(index, 'sentinels', masterName)) as unknown[];
        const replicas = (await this.ask(index, 'replicas', masterName)) as string[][];
        const follow = replicas.every((fields) => fields[fields.indexOf('master-link-status') + 1] === 'ok');
        return others.length === this.sentinels.length - 1 && replicas.length === this.servers.length - 1 && follow;
      }),
    );
    return known.every(Boolean);
  }

  private async ask(index: number, ...command: string[]): Promise<unknown> {
    const { sentinelPassword: password, tls } = this.options;
    const client = new Redis({
      ...{ host: '127.0.0.1', port: this.sentinels[index]?.port ?? 0, enableReadyCheck: false },
      ...{ lazyConnect: true, retryStrategy: () => null, commandTimeout: 2_000 },
      ...(password !== undefined && { password }),
      ...(tls && { tls: clientOptions(tls) }),
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await client.call('SENTINEL', ...command);
    } finally {
      client.disconnect();
    }
  }
}

async function startServers({ dataDir, password, tls }: SentinelOptions): Promise<RedisServer[]> {
  const shared = { ...(password !== undefined && { password }), ...(tls && { tls }) };
  const access = password === undefined ? [] : ['--masterauth', password];
  const quickSync = ['--repl-diskless-sync', 'yes', '--repl-diskless-sync-delay', '0', ...access];
  const master = await RedisServer.start({ ...shared, dataDir: join(dataDir, 'one'), extraArgs: quickSync });
  const replica = await RedisServer.start({
    ...shared,
    dataDir: join(dataDir, 'two'),
    extraArgs: [...quickSync, '--replicaof', '127.0.0.1', String(master.port)],
  });
  return [master, replica];
}

async function startSentinel(options: SentinelOptions, number: number, masterPort: number) {
  const { dataDir, password, sentinelPassword, tls } = options;
  const folder = join(dataDir, `sentinel-${number}`);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'sentinel.conf');
  const lines = [
    `sentinel monitor ${masterName} 127.0.0.1 ${masterPort} ${quorum}`,
    `sentinel down-after-milliseconds ${masterName} ${downAfterMs}`,
    `sentinel failover-timeout ${masterName} 6000`,
    ...(password === undefined ? [] : [`sentinel auth-pass ${masterName} ${password}`]),
    ...(sentinelPassword === undefined
      ? []
      : [`requirepass ${sentinelPassword}`, `sentinel sentinel-pass ${sentinelPassword}`]),
  ];
  // Sentinels write what they find into their own configuration.
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  const port = await freePort();
  const { command, env } = await findRedis({ toolsDir: redisToolsDir });
  const args = [file, '--sentinel', ...portArguments(port, tls), '--bind', '127.0.0.1', '--dir', folder];
  return { port, process: new ManagedProcess({ name: `sentinel ${number}`, command, args, env }) };
}
