import { setTimeout as delay } from 'node:timers/promises';
import { appEntry, freePort, RunningApp, type AppName } from '@vocalborn/system-harness';

/** What a supervised app is started with. */
export interface SupervisedOptions {
  readonly name: AppName;
  readonly preferredPort: number;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly say: (line: string) => void;
}

/** Exit status of an app that was configured wrongly: starting it again would not help. */
const configurationFault = 78;
const longestPauseMs = 30_000;
const steadyMs = 60_000;

/** An app that is started again, ever less eagerly, whenever it dies. */
export class SupervisedApp {
  private readonly stopping = new AbortController();
  private failures = 0;

  private constructor(
    private readonly options: SupervisedOptions,
    private current: RunningApp,
  ) {
    void this.supervise();
  }

  /** Starts the app on its preferred port or any free one. @throws Error with its output when it ends before ready */
  static async start(options: SupervisedOptions, signal: AbortSignal): Promise<SupervisedApp> {
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      const port = await freePort(options.preferredPort);
      const app = launch(options, port);
      const stop = (): void => void app.kill();
      signal.addEventListener('abort', stop, { once: true });
      try {
        await app.waitReady(60_000);
        return new SupervisedApp(options, app);
      } catch (error) {
        await app.kill();
        // Between looking and listening, another clone may have taken the port.
        if (!app.output().includes('EADDRINUSE') || attempt === 5) throw error;
      } finally {
        signal.removeEventListener('abort', stop);
      }
    }
  }

  get url(): string {
    return this.current.url;
  }

  /** Asks the app to finish what it is doing; it is not started again. */
  async stop(graceMs: number): Promise<void> {
    this.stopping.abort();
    await this.current.stop('SIGTERM', graceMs);
  }

  async kill(): Promise<void> {
    this.stopping.abort();
    await this.current.kill();
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private async supervise(): Promise<void> {
    const { name, say, logFile } = this.options;
    for (;;) {
      const startedAt = Date.now();
      const { code, signal } = await this.current.exited;
      if (this.isStopping()) return;
      const how = signal ?? `status ${String(code)}`;
      if (code === configurationFault) {
        say(`${name} ended with ${how}: its configuration is wrong, see ${logFile}`);
        return;
      }
      this.failures = Date.now() - startedAt > steadyMs ? 1 : this.failures + 1;
      const pauseMs = Math.min(500 * 2 ** (this.failures - 1), longestPauseMs);
      say(`${name} ended with ${how} (see ${logFile}); starting it again in ${pauseMs / 1000} s`);
      await delay(pauseMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (this.isStopping()) return;
      // On the same port, since everyone has been told that one.
      this.current = launch(this.options, Number(new URL(this.url).port));
      this.current.waitReady(60_000).then(
        () => {
          say(`${name} is back`);
        },
        () => undefined,
      );
    }
  }
}

function launch({ name, env, logFile }: SupervisedOptions, port: number): RunningApp {
  return new RunningApp({ name, entry: appEntry(name), port, env, logFile });
}
