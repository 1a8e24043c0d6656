import pg from 'pg';
import { explainTls } from './explain-tls.js';
import type { Servers } from './servers.js';

/** SQLSTATE read_only_sql_transaction: a standby, or a primary that was demoted, refuses a write. */
export const readOnlyState = '25006';

/** Longest wait for the answer whether a server takes writes. */
const answerMs = 3_000;

/** A server was reached that takes no writes. Another may, or this one after its promotion. */
class StandbyError extends Error {
  readonly code = readOnlyState;

  constructor(server: string) {
    super(`Postgres at ${server} is a standby`);
    this.name = 'StandbyError';
  }
}

type Callback = (error: Error | null, client?: pg.Client) => void;

/**
 * The class of clients for some servers. A new client connects to the current server. If that fails, or the server is a standby
 * although it must take writes, `servers` turns to the next.
 */
export function primaryClient(servers: Servers): new (config?: pg.ClientConfig) => pg.Client {
  return class PrimaryClient extends pg.Client {
    readonly #server = servers.current;

    constructor(config: pg.ClientConfig = {}) {
      const { tls } = servers;
      super({ ...config, connectionString: servers.current.url, ...(tls === null ? {} : { ssl: { ...tls } }) });
      // A connection may be lost at any moment; whatever uses it fails then.
      this.on('error', () => undefined);
    }

    override connect(): Promise<pg.Client>;
    override connect(callback: Callback): void;
    override connect(callback?: Callback): Promise<pg.Client> | undefined {
      const connected = this.#connect();
      if (callback === undefined) return connected;
      connected.then((client) => callback(null, client), callback);
      return undefined;
    }

    async #connect(): Promise<pg.Client> {
      try {
        await super.connect();
        if (servers.mustTakeWrites) await this.#refuseStandby();
        return this;
      } catch (error) {
        servers.leave(this.#server);
        void this.end().catch(() => undefined);
        throw explainTls(error as Error, this.#server.name, servers.tls);
      }
    }

    async #refuseStandby(): Promise<void> {
      const question: pg.QueryConfig & { query_timeout: number } = {
        text: 'show transaction_read_only',
        query_timeout: answerMs,
      };
      const { rows } = await this.query<{ transaction_read_only: string }>(question);
      if (rows[0]?.transaction_read_only === 'on') throw new StandbyError(this.#server.name);
    }
  };
}
