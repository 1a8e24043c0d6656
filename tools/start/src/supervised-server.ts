import type { Exit } from '@vocalborn/system-harness';
import { Supervision } from './supervision.js';

/** A server with its data in a folder, as `PostgresServer` and `RedisServer` are. */
export interface OwnServer {
  readonly exited: Promise<Exit>;
  /** Starts it again on the same port with the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** A server of this system's own that is started again, with its data, whenever it dies. */
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
    // One that is being started has to be up before it can be stopped in order.
    await this.supervision.end();
    await this.server.stop();
  }

  async kill(): Promise<void> {
    void this.supervision.end();
    await this.server.kill();
  }
}
