import type { PostgresUrl, ServerAddress } from './postgres-url.js';

/** The servers of a database, and the one among them that is believed to take writes. */
export class Servers {
  #current: ServerAddress;

  constructor(private readonly url: PostgresUrl) {
    this.#current = url.servers[0];
  }

  get count(): number {
    return this.url.servers.length;
  }

  get mustTakeWrites(): boolean {
    return this.url.mustTakeWrites;
  }

  get tls(): PostgresUrl['tls'] {
    return this.url.tls;
  }

  /** The server that the next connection is made to. */
  get current(): ServerAddress {
    return this.#current;
  }

  /** Turns to the next server, unless another connection did so already. */
  leave(server: ServerAddress): void {
    if (server !== this.#current) return;
    const { servers } = this.url;
    this.#current = servers[(servers.indexOf(server) + 1) % servers.length] ?? servers[0];
  }

  /**
   * Connects to one server after the other, until each was tried once.
   * @param connect connects to the current server
   * @param goesOn whether the next server may help after an error
   * @throws the error of the only server, or an AggregateError of the errors of all
   */
  async tryEach<T>(connect: () => Promise<T>, goesOn: (error: unknown) => boolean): Promise<T> {
    const errors: unknown[] = [];
    for (;;) {
      try {
        return await connect();
      } catch (error) {
        errors.push(error);
        if (this.count === 1 || !goesOn(error)) throw error;
        if (errors.length < this.count) continue;
        const reasons = errors.map((each) => (each instanceof Error ? each.message : String(each)));
        throw new AggregateError(errors, `no server of the database takes writes: ${reasons.join('; ')}`);
      }
    }
  }
}
