import { appEntry, freePort, RunningApp, type AppName } from '@vocalborn/system-harness';
import { Supervision } from './supervision.js';

/** What a supervised app is started with. */
export interface SupervisedOptions {
  readonly name: AppName;
  readonly preferredPort: number;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly say: (line: string) => void;
}

/** Exit status after a configuration error, which a restart does not fix. */
const hopeless = { code: 78, reason: 'its configuration is wrong' };

/** An app that is restarted, after growing pauses, whenever it ends. */
export class SupervisedApp {
  private readonly supervision: Supervision;

  private constructor(
    private readonly options: SupervisedOptions,
    private current: RunningApp,
  ) {
    const { name, logFile, say } = options;
    this.supervision = new Supervision({
      ...{ name, logFile, say, hopeless },
      exited: () => this.current.exited,
      restart: () => this.restart(),
    });
  }

  /** Starts the app on its preferred port, or on any free one. @throws Error with its output when it ends before it is ready */
  static async start(options: SupervisedOptions, signal: AbortSignal): Promise<SupervisedApp> {
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      const port = await freePort(options.preferredPort);
      const app = launch(options, port);
      const stop = (): void => void app.kill();
      signal.addEventListener('abort', stop, { once: true });
      try {
        await app.waitReady();
        return new SupervisedApp(options, app);
      } catch (error) {
        await app.kill();
        // Another clone may have taken the port in the meantime.
        if (!app.output().includes('EADDRINUSE') || attempt === 5) throw error;
      } finally {
        signal.removeEventListener('abort', stop);
      }
    }
  }

  get url(): string {
    return this.current.url;
  }

  /** Asks the app to finish its work and stop; it is not restarted. */
  async stop(graceMs: number): Promise<void> {
    void this.supervision.end();
    await this.current.stop('SIGTERM', graceMs);
  }

  async kill(): Promise<void> {
    void this.supervision.end();
    await this.current.kill();
  }

  private async restart(): Promise<void> {
    // On the same port, because other programs know it.
    this.current = launch(this.options, Number(new URL(this.url).port));
    await this.current.waitReady();
  }
}

function launch({ name, env, logFile }: SupervisedOptions, port: number): RunningApp {
  return new RunningApp({ name, entry: appEntry(name), port, env, logFile });
}
