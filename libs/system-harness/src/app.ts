import { listensOn } from './listens-on.js';
import { ManagedProcess } from './managed-process.js';
import { waitFor } from './wait-for.js';

export interface AppOptions {
  readonly name: string;
  /** The built entry file. */
  readonly entry: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile?: string;
}

/** A started app of the product. */
export class RunningApp extends ManagedProcess {
  readonly url: string;

  constructor(private readonly app: AppOptions) {
    super({
      name: app.name,
      command: process.execPath,
      args: [app.entry],
      env: { PATH: process.env['PATH'], HOST: '127.0.0.1', ...app.env, PORT: String(app.port) },
      ...(app.logFile === undefined ? {} : { logFile: app.logFile }),
    });
    this.url = `http://127.0.0.1:${app.port}`;
  }

  get name(): string {
    return this.app.name;
  }

  /** Waits until the app reports ready on its port. @throws Error with its output when it ends or does not become ready */
  async waitReady(timeoutMs = 180_000): Promise<this> {
    await waitFor(async () => !this.running || (await this.isReady()), {
      what: `${this.app.name} to be ready`,
      timeoutMs,
    });
    this.assertRunning();
    return this;
  }

  async isReady(): Promise<boolean> {
    // Another program may have taken the port in the meantime and be ready while this app still starts.
    if (!(await listensOn(this.pid, this.app.port))) return false;
    const response = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
    return response?.ok ?? false;
  }
}
