import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';
import { RedisServer } from './redis.js';
import { waitFor } from './wait-for.js';

const slots = 16_384;
const masters = 3;
const nodeTimeoutMs = 1_500;

/** A cluster of three masters on the loopback address, each with a third of the slots; that of the hash tag has a replica. */
export class RedisCluster {
  private constructor(
    readonly servers: readonly RedisServer[],
    private readonly slot: number,
    private readonly hashTag: string,
  ) {}

  /** Starts it, and waits until the replica could take over. */
  static async start({ dataDir, hashTag = 'vocalborn' }: { readonly dataDir: string; readonly hashTag?: string }) {
    const servers = await Promise.all(
      Array.from({ length: masters + 1 }, (_, index) => startNode(join(dataDir, `node-${index}`))),
    );
    const [first] = servers as [RedisServer];
    const slot = await ask(first, 'CLUSTER', 'KEYSLOT', `{${hashTag}}`);
    const cluster = new RedisCluster(servers, Number(slot), hashTag);
    await cluster.assemble();
    return cluster;
  }

  /** What the keys begin with. */
  get keyPrefix(): string {
    return `{${this.hashTag}}:`;
  }

  /** The URL of the cluster, the same for queue and result cache. */
  url(): string {
    const hosts = this.servers.map(({ port }) => `127.0.0.1:${port}`).join(',');
    return `redis+cluster://${hosts}/${this.hashTag}`;
  }

  /** The master that owns the slot of the hash tag, as a server that answers sees it. */
  async master(): Promise<RedisServer> {
    const line = (await this.nodes()).find(
      ({ ranges, flags }) => flags.includes('master') && ranges.some(this.hasSlot),
    );
    const owner = this.servers.find(({ port }) => port === line?.port);
    if (!owner) throw new Error('no server owns the slot');
    return owner;
  }

  /** Makes the replica the master, as before maintenance. @returns the new owner of the slot */
  async failover(): Promise<RedisServer> {
    await this.untilComplete();
    const before = await this.master();
    const [replica] = (await this.nodes()).filter(({ flags }) => flags.includes('slave'));
    const server = this.servers.find(({ port }) => port === replica?.port);
    if (!server) throw new Error('the cluster has no replica');
    await ask(server, 'CLUSTER', 'FAILOVER');
    return this.successorOf(before);
  }

  /** Waits until another server than this owns the slot. @returns the new owner */
  successorOf(before: RedisServer): Promise<RedisServer> {
    const other = async (): Promise<RedisServer | null> => {
      const now = await this.master();
      return now === before ? null : now;
    };
    return waitFor(other, { what: 'a new owner of the slot', timeoutMs: 60_000 });
  }

  /** Moves the slot of the hash tag, with its keys, to another master. @returns the new owner */
  async moveSlot(): Promise<RedisServer> {
    const source = await this.master();
    const all = await this.nodes();
    const from = all.find(({ port }) => port === source.port);
    const to = all.find(({ flags, port }) => flags.includes('master') && port !== source.port);
    const target = this.servers.find(({ port }) => port === to?.port);
    if (!from || !to || !target) throw new Error('the cluster has no other master');
    await ask(target, 'CLUSTER', 'SETSLOT', this.slot, 'IMPORTING', from.id);
    await ask(source, 'CLUSTER', 'SETSLOT', this.slot, 'MIGRATING', to.id);
    for (;;) {
      const keys = (await ask(source, 'CLUSTER', 'GETKEYSINSLOT', this.slot, 100)) as string[];
      if (keys.length === 0) break;
      await ask(source, 'MIGRATE', '127.0.0.1', target.port, '', 0, 5_000, 'KEYS', ...keys);
    }
    await ask(target, 'CLUSTER', 'SETSLOT', this.slot, 'NODE', to.id);
    await ask(source, 'CLUSTER', 'SETSLOT', this.slot, 'NODE', to.id);
    return this.successorOf(source);
  }

  /** Waits until every server answers, knows the others and the owner of each slot, and the replica has the data of its master. */
  async untilComplete(): Promise<void> {
    await waitFor(() => this.isComplete(), { what: 'the cluster to be complete' });
  }

  async stop(): Promise<void> {
    for (const server of this.servers) server.signal('SIGCONT');
    await Promise.all(this.servers.map((server) => server.kill()));
  }

  private async assemble(): Promise<void> {
    const replica = this.servers.at(-1);
    const owners = this.servers.slice(0, masters);
    const ranges = owners.map((_, index) => [index, index + 1].map((third) => Math.floor((third * slots) / masters)));
    for (const [index, server] of owners.entries()) {
      const [from = 0, to = 0] = ranges[index] ?? [];
      await ask(server, 'CLUSTER', 'ADDSLOTS', ...Array.from({ length: to - from }, (_, offset) => from + offset));
    }
    const owner = owners.find((_, index) => this.slot < (ranges[index]?.[1] ?? 0));
    if (!owner || !replica) throw new Error('no master has the slot of the hash tag');
    for (const server of this.servers) {
      if (server !== owner) await ask(owner, 'CLUSTER', 'MEET', '127.0.0.1', server.port);
    }
    const id = String(await ask(owner, 'CLUSTER', 'MYID'));
    // The replica must have heard of the owner before it can follow it.
    const follow = async (): Promise<boolean> => (await ask(replica, 'CLUSTER', 'REPLICATE', id)) === 'OK';
    await waitFor(() => follow().catch(() => false), { what: 'the replica to follow the owner of the slot' });
    await this.untilComplete();
  }

  private async isComplete(): Promise<boolean> {
    const known = await Promise.all(
      this.servers.map(async (server) => {
        const nodes = parseNodes(String(await ask(server, 'CLUSTER', 'NODES')));
        const health = String(await ask(server, 'CLUSTER', 'INFO'));
        const replication = String(await ask(server, 'INFO', 'replication'));
        const follows = !replication.includes('role:slave') || replication.includes('master_link_status:up');
        const isWell =
          nodes.length === this.servers.length && nodes.every(({ flags }) => !/fail|handshake/.test(flags));
        return isWell && follows && nodes.some(({ flags }) => flags.includes('slave')) && health.includes('state:ok');
      }),
    );
    return known.every(Boolean);
  }

  /** The nodes as the first server that answers sees them. */
  private async nodes(): Promise<ClusterNode[]> {
    for (const server of this.servers) {
      const nodes = await ask(server, 'CLUSTER', 'NODES').then(
        (text) => parseNodes(String(text)),
        () => [],
      );
      // A server that was just started again may not have heard of the new owner.
      if (nodes.length === this.servers.length) return nodes.filter(({ flags }) => !/fail/.test(flags));
    }
    throw new Error('no server of the cluster answers');
  }

  private readonly hasSlot = ([first, last]: readonly [number, number]): boolean =>
    first <= this.slot && this.slot <= last;
}

interface ClusterNode {
  readonly id: string;
  readonly port: number;
  readonly flags: string;
  readonly ranges: readonly (readonly [first: number, last: number])[];
}

/** Parses CLUSTER NODES: id, address, flags, master, three figures, state of the link, slots. */
function parseNodes(text: string): ClusterNode[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [id = '', address = '', flags = '', ...rest] = line.split(' ');
      const ranges = rest.slice(5).flatMap((range) => {
        const [first, last = first] = range.split('-').map(Number);
        return first === undefined || last === undefined || Number.isNaN(first) ? [] : [[first, last] as const];
      });
      return { id, port: Number(/:(\d+)/.exec(address)?.[1]), flags, ranges };
    });
}

/** The port of the connections between the nodes lies so much above that of the clients. */
const busOffset = 10_000;

async function startNode(dataDir: string): Promise<RedisServer> {
  const port = await waitFor(freePairOfPorts, { what: 'two free ports' });
  const mode = ['--cluster-enabled', 'yes', '--cluster-node-timeout', String(nodeTimeoutMs)];
  const quick = [
    '--repl-diskless-sync',
    'yes',
    '--repl-diskless-sync-delay',
    '0',
    '--cluster-replica-validity-factor',
    '0',
  ];
  return RedisServer.start({ dataDir, port, extraArgs: [...mode, ...quick] });
}

async function freePairOfPorts(): Promise<number | null> {
  const port = await freePort();
  const bus = port + busOffset;
  return bus < 65_536 && (await freePort(bus)) === bus ? port : null;
}

async function ask(server: RedisServer, command: string, ...args: (string | number)[]): Promise<unknown> {
  const client = new Redis(server.url(), { lazyConnect: true, retryStrategy: () => null, commandTimeout: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await client.call(command, ...args);
  } finally {
    client.disconnect();
  }
}
