import type { Exit } from '@vocalborn/system-harness';
import { Supervision } from './supervision.js';

/** A server with its data in a folder, such as `PostgresServer` and `RedisServer`. */
export interface OwnServer {
  readonly exited: Promise<Exit>;
  /** Restarts it on the same port with the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** A server of this clone that is restarted with its data whenever it ends. */
export class SupervisedServer {
  private readonly supervision: Supervision;

  constructor(
    private readonly server: OwnServer,
    told: { readonly name: string; readonly logFile: string; readonly say: (line: string) => void },
  ) {
    this.supervision = new Supervision({
      ...told,
      exited: () => server.exited,
      restart: () => server.restart(),
    });
  }

  async stop(): Promise<void> {
    // A server that is just starting must be ready before it can stop cleanly.
    await this.supervision.end();
    await this.server.stop();
  }

  async kill(): Promise<void> {
    void this.supervision.end();
    await this.server.kill();
  }
}
