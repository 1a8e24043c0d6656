import { AbstractConnector, Redis, type RedisOptions } from 'ioredis';
import { connect as connectPlain } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectEncrypted } from 'node:tls';
import { explainRefusal } from './explain-refusal.js';
import { serverName, type RedisServers } from './redis-address.js';

type Connector = NonNullable<RedisOptions['Connector']>;
type Stream = Awaited<ReturnType<AbstractConnector['connect']>>;
type Node = RedisServers['hosts'][number];

/** One range of CLUSTER SLOTS: its first and last slot, the master, replicas. A host is empty where the server knows none. */
type SlotRange = readonly [first: number, last: number, master: readonly [host: string | null, port: number]];

/** Longest wait for a node of the cluster, which may be frozen while the others answer. */
const nodeAnswerMs = 1_000;

/** How long `disconnect` waits for the server to close the connection: a frozen one does not. */
const disconnectMs = 200;

/**
 * Leads connections to the master of a cluster that owns the hash slot of a hash tag. Bull's scripts use several keys at once, so
 * all keys of a queue must be in one hash slot. A connection to its owner is therefore enough, as long as it follows the hash slot.
 */
export class SlotOwner {
  #slot: number | null = null;

  constructor(
    private readonly servers: RedisServers,
    private readonly hashTag: string,
  ) {}

  /** A connector for ioredis. It asks the named nodes in turn, until the owner itself agrees with one of them. */
  connector(delayMs: (failures: number) => number): Connector {
    const find = (turn: number): Promise<Node> => this.find(turn);
    const { tls } = this.servers;
    const nodes = this.servers.hosts.length;
    return class extends AbstractConnector {
      #turn = 0;

      constructor() {
        super(disconnectMs);
      }

      connect(report: (type: string, error: Error) => void): Promise<Stream> {
        this.connecting = true;
        return this.search(report);
      }

      private async search(report: (type: string, error: Error) => void): Promise<Stream> {
        for (let failures = 1; ; failures += 1) {
          const found = await find(this.#turn).catch((error: unknown) => error as Error);
          if (!this.connecting) throw new Error('Connection is closed.');
          if (!(found instanceof Error)) return this.open(found);
          this.#turn += 1;
          if (failures % nodes !== 0) continue;
          report('error', new Error(`no node of the Redis cluster names the owner of the hash slot: ${found.message}`));
          await delay(delayMs(failures / nodes));
        }
      }

      private open({ host, port }: Node): Stream {
        this.stream = tls
          ? connectEncrypted({ ...tls, ...serverName(host), host, port })
          : connectPlain({ host, port });
        this.stream.once('error', (error: Error) => (this.firstError = error));
        return this.stream;
      }
    };
  }

  /** Whether an error reply says that another server owns the slot now. */
  hasMoved({ message }: Error): boolean {
    return message.startsWith(`MOVED ${this.#slot} `);
  }

  /** The node that owns the slot by its own word and by that of the node whose turn it is. @throws Error when they disagree */
  private async find(turn: number): Promise<Node> {
    const { hosts } = this.servers;
    const asked = hosts[turn % hosts.length] ?? { host: 'localhost', port: 6379 };
    const named = await this.ask(asked);
    if (isSame(named, asked)) return named;
    const confirmed = await this.ask(named);
    if (!isSame(named, confirmed)) throw new Error('the slot is on its way to another server');
    return named;
  }

  private async ask(node: Node): Promise<Node> {
    const { username, password, tls } = this.servers;
    const client = new Redis({
      ...{ ...node, username, password, ...(tls && { tls: { ...tls, ...serverName(node.host) } }) },
      ...{ enableReadyCheck: false, disableClientInfo: true, lazyConnect: true, retryStrategy: () => null },
      ...{ connectTimeout: nodeAnswerMs, commandTimeout: nodeAnswerMs },
    });
    let cause: Error | undefined;
    client.on('error', (error: Error) => (cause ??= error));
    if (tls) explainRefusal(client, tls.cert !== undefined);
    try {
      // ioredis rejects with "Connection is closed." whatever the reason.
      await client.connect().catch((error: unknown) => Promise.reject(cause ?? (error as Error)));
      const [slot, ranges] = await Promise.all([
        client.cluster('KEYSLOT', `{${this.hashTag}}`),
        client.cluster('SLOTS') as Promise<unknown> as Promise<SlotRange[]>,
      ]);
      this.#slot = slot;
      const [, , [host, port] = []] = ranges.find(([first, last]) => first <= slot && slot <= last) ?? [];
      if (port === undefined) throw new Error('no server owns the slot');
      return { host: host || node.host, port };
    } finally {
      if (client.status !== 'end') client.disconnect();
    }
  }
}

const isSame = (one: Node, other: Node): boolean => one.host === other.host && one.port === other.port;
