import { join } from 'node:path';
import { freePort } from '../processes/free-port.js';
import { workspaceRoot } from '../workspace-root.js';
import { appEnvironments, type AppName, type Surroundings, type Variables } from './app-environments.js';
import { startApp, type App } from './start-app.js';

/** Steps that take back what was started, the first one last. */
export type Undo = (() => Promise<unknown>)[];

interface Recipe {
  readonly app: AppName;
  readonly env: Variables;
  readonly port: number;
}

/** The running apps, and how each was started. */
export class Fleet {
  /** In the order in which they were first started. */
  readonly workers: App[] = [];
  private readonly recipes = new Map<App, Recipe>();
  private namedWorkers = 0;

  constructor(
    private readonly around: Surroundings,
    private readonly overrides: Partial<Record<AppName, Variables>>,
    private readonly undo: Undo,
  ) {}

  /** Starts an app and waits until it is ready. */
  async start(app: AppName, env: Variables = {}, port?: number): Promise<App> {
    const recipe = { app, env, port: port ?? (await freePort()) };
    const started = startApp({
      name: env['WORKER_NAME'] ?? app,
      entry: join(workspaceRoot, 'apps', app, 'dist', 'main.js'),
      env: { ...appEnvironments(this.around)[app], ...this.overrides[app], ...env },
      port: recipe.port,
    });
    this.recipes.set(started, recipe);
    this.undo.push(() => started.stop());
    await started.waitReady();
    return started;
  }

  /** Starts one more worker, by default under the next free name. */
  async startWorker(env: Variables = {}): Promise<App> {
    this.namedWorkers += 1;
    const worker = await this.start('analysis-worker', { WORKER_NAME: `worker${this.namedWorkers}`, ...env });
    this.workers.push(worker);
    return worker;
  }

  /** Starts an app again that has ended, as it was; a worker takes its former place in `workers`. */
  async startAgain(app: App): Promise<App> {
    const recipe = this.recipes.get(app);
    if (recipe === undefined) throw new Error(`${app.name} was not started by this system`);
    const started = await this.start(recipe.app, recipe.env, recipe.port);
    const place = this.workers.indexOf(app);
    if (place !== -1) this.workers[place] = started;
    return started;
  }
}
