import { audioLibraryEnvironment, type AppName } from '@vocalborn/system-harness';
import { logFile } from './logs.js';
import { paths } from './paths.js';
import type { Screen } from './screen.js';
import { SupervisedApp } from './supervised-app.js';

/** Port of an app when it is free. */
const preferredPorts: Readonly<Record<AppName, number>> = {
  'api-gateway': 8000,
  'ai-service': 8001,
  'analysis-worker': 8002,
  monitor: 5555,
};

/** Time for running analyses to finish at a stop, in milliseconds. */
const workerGraceMs = 125_000;
const graceMs = 15_000;

/** Starts and stops the four apps in the order of their dependencies. */
export class Fleet {
  private readonly apps = new Map<AppName, SupervisedApp>();
  private readonly ending = new AbortController();

  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly screen: Screen,
  ) {}

  /** @param environment its addresses and secrets @throws Error with its output when the app does not become ready */
  async start(name: AppName, environment: Readonly<Record<string, string>>): Promise<SupervisedApp> {
    const app = await SupervisedApp.start(
      {
        name,
        preferredPort: preferredPorts[name],
        env: {
          ...inherited(this.env),
          ...environment,
          ...(name === 'ai-service' ? await audioLibraryEnvironment(paths.audioTools) : {}),
          ...(name === 'analysis-worker' ? { WORKER_NAME: 'worker1' } : {}),
        },
        logFile: logFile(paths.logs, name),
        say: (line) => {
          this.screen.say(line);
        },
      },
      this.ending.signal,
    );
    this.apps.set(name, app);
    return app;
  }

  url(name: AppName): string {
    return this.apps.get(name)?.url ?? '';
  }

  /** Starts no more apps, and ends apps that are starting. */
  startNoMore(): void {
    this.ending.abort();
  }

  /** Stops the ai-service last, because running analyses need it. */
  async stop(): Promise<void> {
    this.startNoMore();
    await Promise.all([
      this.apps.get('api-gateway')?.stop(graceMs),
      this.apps.get('monitor')?.stop(graceMs),
      this.apps.get('analysis-worker')?.stop(workerGraceMs),
    ]);
    await this.apps.get('ai-service')?.stop(graceMs);
  }

  async kill(): Promise<void> {
    this.startNoMore();
    await Promise.all([...this.apps.values()].map((app) => app.kill()));
  }
}

/**
 * The environment without npm's variables and without those that this tool sets for each app. The keys of an issuer are left
 * out too, because this tool signs the tokens.
 */
export function inherited(env: NodeJS.ProcessEnv): Record<string, string> {
  const ours = new Set(['PORT', 'HOST', 'WORKER_NAME', 'NODE_OPTIONS', 'JWT_JWKS_URL']);
  const entries = Object.entries(env).filter(([name]) => !ours.has(name) && !name.startsWith('npm_'));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
