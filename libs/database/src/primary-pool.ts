import pg from 'pg';
import { primaryClient } from './primary-client.js';
import type { Servers } from './servers.js';
import { isDatabaseUnavailable } from './unavailable.js';

type Callback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: boolean | Error) => void,
) => void;

/** What the pool says when no connection became free in time, which no other server would mend. */
const queueTimeout = 'timeout exceeded when trying to connect';

/** A pool whose new connections try each server of the database until one takes writes. */
export class PrimaryPool extends pg.Pool {
  constructor(
    private readonly servers: Servers,
    config: pg.PoolConfig,
  ) {
    super({ ...config, Client: primaryClient(servers) });
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<pg.PoolClient> | undefined {
    if (this.servers.count === 1) {
      if (callback === undefined) return super.connect();
      super.connect(callback);
      return undefined;
    }
    const connected = this.servers.tryEach(
      () => super.connect(),
      (error) => (error as Error).message !== queueTimeout && isDatabaseUnavailable(error),
    );
    if (callback === undefined) return connected;
    connected.then(
      (client) => callback(undefined, client, client.release.bind(client)),
      (error: unknown) => callback(error as Error, undefined, () => undefined),
    );
    return undefined;
  }
}
