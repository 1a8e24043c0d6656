import { appEnvironment, audioLibraryEnvironment, type AppName, type Wiring } from '@vocalborn/system-harness';
import { logFile } from './logs.js';
import { paths } from './paths.js';
import type { Screen } from './screen.js';
import { SupervisedApp } from './supervised-app.js';

/** Where an app listens if nobody else does. */
const preferredPorts: Readonly<Record<AppName, number>> = {
  'api-gateway': 8000,
  'ai-service': 8001,
  'analysis-worker': 8002,
  monitor: 5555,
};

/** How long running analyses may take to finish at the end, in milliseconds. */
const workerGraceMs = 125_000;
const graceMs = 15_000;

/** Starts and stops the four apps in an order in which none misses another. */
export class Fleet {
  private readonly apps = new Map<AppName, SupervisedApp>();
  private readonly ending = new AbortController();

  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly screen: Screen,
  ) {}

  /** @throws Error with its output when the app does not become ready */
  async start(name: AppName, wiring: Wiring): Promise<SupervisedApp> {
    const app = await SupervisedApp.start(
      {
        name,
        preferredPort: preferredPorts[name],
        env: {
          ...inherited(this.env),
          ...appEnvironment(name, wiring),
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

  /** Starts nothing any more, and ends what is being started. */
  startNoMore(): void {
    this.ending.abort();
  }

  /** The ai-service goes last: what the worker is doing still needs it. */
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

/** What operators export is honoured; the addresses and names of each app are decided here. */
function inherited(env: NodeJS.ProcessEnv): Record<string, string> {
  const ours = new Set(['PORT', 'HOST', 'WORKER_NAME', 'NODE_OPTIONS']);
  const entries = Object.entries(env).filter(([name]) => !ours.has(name) && !name.startsWith('npm_'));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
