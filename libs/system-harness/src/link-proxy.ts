import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** How a link behaves. */
export type LinkMode =
  | { readonly mode: 'pass' }
  /** Data disappears silently in both directions. */
  | { readonly mode: 'cut' }
  /** Connections break with RST after this many bytes of the answer. */
  | { readonly mode: 'reset'; readonly afterBytes: number }
  /** Every chunk in either direction is delayed by this time. */
  | { readonly mode: 'slow'; readonly delayMs: number };

interface Connection {
  readonly client: Socket;
  readonly server: Socket | null;
  /** True from the first cut on; stays true after the link is restored. */
  dead: boolean;
}

/** A TCP proxy between two parts of the system that imitates network faults. */
export class LinkProxy {
  readonly #connections = new Set<Connection>();
  #mode: LinkMode = { mode: 'pass' };

  private constructor(
    private readonly target: { readonly host: string; readonly port: number },
    private readonly listener: Server,
  ) {
    listener.on('connection', (client) => this.accept(client));
  }

  /** Opens a link to the host and port of the address. */
  static async to(address: string): Promise<LinkProxy> {
    const { hostname, port } = new URL(address);
    const listener = createServer({ allowHalfOpen: true });
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return new LinkProxy({ host: hostname, port: Number(port) }, listener);
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  /** The address with this link's host and port in place of the target's. */
  through(address: string): string {
    const url = new URL(address);
    url.hostname = '127.0.0.1';
    url.port = String(this.port);
    return url.protocol.startsWith('http') ? url.origin : url.href;
  }

  set(mode: LinkMode): void {
    this.#mode = mode;
    if (mode.mode !== 'cut') return;
    // As behind a firewall that dropped its state: connections that were cut stay dead after the link is restored.
    for (const connection of this.#connections) connection.dead = true;
  }

  /** Passes data again. Connections that were cut stay dead. */
  restore(): void {
    this.set({ mode: 'pass' });
  }

  async close(): Promise<void> {
    for (const { client, server } of this.#connections) [client, server].forEach((socket) => socket?.destroy());
    const closed = once(this.listener, 'close');
    this.listener.close();
    await closed;
  }

  private accept(client: Socket): void {
    const isCut = this.#mode.mode === 'cut';
    const server = isCut ? null : connect({ ...this.target, allowHalfOpen: true });
    const connection: Connection = { client, server, dead: isCut };
    this.#connections.add(connection);
    client.on('error', () => undefined);
    client.once('close', () => this.forget(connection));
    if (!server) {
      client.resume();
      return;
    }
    server.on('error', () => undefined);
    server.once('close', () => this.forget(connection));
    this.carry(connection, client, server, () => 0);
    let answered = 0;
    this.carry(connection, server, client, (bytes) => (answered += bytes));
  }

  private carry(connection: Connection, from: Socket, to: Socket, count: (bytes: number) => number): void {
    let last = Promise.resolve();
    const inOrder = (step: () => void): void => {
      const wait = this.#mode.mode === 'slow' ? this.#mode.delayMs : 0;
      last = last
        .then(() => (wait > 0 ? delay(wait, undefined, { ref: false }) : undefined))
        .then(() => (connection.dead ? undefined : step()));
    };
    from.on('data', (chunk: Buffer) => {
      if (connection.dead) return;
      const mode = this.#mode;
      const passed = count(chunk.length);
      if (mode.mode === 'reset' && passed > mode.afterBytes) {
        reset(connection);
        return;
      }
      inOrder(() => {
        if (!to.write(chunk)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      });
    });
    from.once('end', () => inOrder(() => to.end()));
  }

  /** Closes the other side of a closed connection, unless the link was cut. */
  private forget(connection: Connection): void {
    const { client, server, dead } = connection;
    if (!dead) {
      client.destroy();
      server?.destroy();
    }
    if (client.destroyed && (server?.destroyed ?? true)) this.#connections.delete(connection);
  }
}

function reset({ client, server }: Connection): void {
  client.resetAndDestroy();
  server?.resetAndDestroy();
}
