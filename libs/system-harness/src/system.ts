import { mkdirSync } from 'node:fs';
import { Redis } from 'ioredis';
import { join } from 'node:path';
import pg from 'pg';
import { RunningApp } from './app.js';
import type { Certificates } from './certificates.js';
import { copySamples, developmentTokens } from './development-data.js';
import { freePort } from './free-port.js';
import type { PostgresServer } from './postgres.js';
import type { RedisServer } from './redis.js';
import { SystemServers, topologyOf, type Topology } from './system-servers.js';
import { temporaryFolder } from './temporary-folder.js';
import { appEntry, appEnvironment, appInstance, workspaceRoot, type AppName, type Wiring } from './wiring.js';

export interface SystemOptions {
  readonly workers?: number;
  /** Apps to start; default: all. */
  readonly apps?: readonly AppName[];
  /** Further settings of Postgres. */
  readonly postgresSettings?: Readonly<Record<string, string>>;
  /** Variables added to those of one app. */
  readonly env?: Readonly<Partial<Record<AppName, Readonly<Record<string, string>>>>>;
  /** What can fail over; default: what `E2E_TOPOLOGY` says, else nothing. */
  readonly topology?: Topology;
  /** With it, Postgres takes TLS only, and asks clients for a certificate. */
  readonly postgresTls?: Certificates;
  /** Whether the apps reach Postgres through pgbouncer; default: when `E2E_PGBOUNCER` is set and one can stand there. */
  readonly isPooled?: boolean;
  /** The folder of another build, of which the schema and the apps are at first. */
  readonly build?: string;
  /** Called once before the apps start. Returns the wiring of each app, for instance through proxies. */
  readonly route?: (direct: Wiring) => Promise<(app: AppName, number: number) => Wiring>;
}

const allApps: readonly AppName[] = ['api-gateway', 'ai-service', 'monitor', 'analysis-worker'];

/** The whole product on free ports with its data in a temporary folder, for end-to-end tests. */
export class System {
  readonly apps = new Map<string, RunningApp>();
  readonly logFolder: string;
  /** Ports by app name: a restarted app keeps its port. */
  readonly #ports = new Map<string, number>();
  #routed: (app: AppName, number: number) => Wiring;

  private constructor(
    readonly servers: SystemServers,
    /** The addresses of the servers themselves. */
    readonly wiring: Wiring,
    readonly tokens: Awaited<ReturnType<typeof developmentTokens>>,
    private readonly options: SystemOptions,
    private readonly folder: { readonly path: string; remove(): void },
  ) {
    this.logFolder = join(folder.path, 'logs');
    mkdirSync(this.logFolder, { recursive: true });
    this.#routed = () => wiring;
  }

  static async start(options: SystemOptions = {}): Promise<System> {
    const folder = temporaryFolder('vocalborn-system');
    const {
      topology = topologyOf(process.env['E2E_TOPOLOGY']),
      postgresSettings = {},
      postgresTls,
      build = workspaceRoot,
    } = options;
    const canBePooled = topology !== 'standby' && postgresTls === undefined;
    const isPooled = options.isPooled ?? (canBePooled && Boolean(process.env['E2E_PGBOUNCER']));
    const servers = await SystemServers.start(folder.path, {
      ...{ topology, postgresSettings, postgresTls, isPooled, build },
    });
    const wiring: Wiring = {
      ...servers.addresses,
      audioFolder: join(folder.path, 'audio'),
      jwtSecret: 'a secret for tests that is long enough',
      aiServiceKey: 'a key for tests',
      aiServiceUrl: `http://127.0.0.1:${await freePort()}`,
    };
    copySamples(wiring.audioFolder);
    const tokens = await developmentTokens(wiring.jwtSecret, 3600);
    const system = new System(servers, wiring, tokens, options, folder);
    try {
      await system.routeApps();
      await system.startApps();
    } catch (error) {
      await system.stop();
      throw error;
    }
    return system;
  }

  get postgres(): PostgresServer {
    return this.servers.postgres;
  }

  get redis(): RedisServer {
    return this.servers.redis;
  }

  /** An app by its name; workers are `analysis-worker`, `analysis-worker-2`, … */
  app(name: string): RunningApp {
    const app = this.apps.get(name);
    if (!app) throw new Error(`no app ${name} was started`);
    return app;
  }

  get gatewayUrl(): string {
    return this.app('api-gateway').url;
  }

  /**
   * Starts an app, on its earlier port if it ran before, and waits until it is ready. `extraEnv` has priority.
   * @param build the folder of another build than that of the system
   */
  async startApp(
    app: AppName,
    number = 1,
    extraEnv: Readonly<Record<string, string>> = {},
    build = this.options.build,
  ): Promise<RunningApp> {
    const name = appInstance(app, number);
    const worker = app === 'analysis-worker' ? { WORKER_NAME: `worker${number}` } : {};
    // One user asks for more here than any person does.
    const gateway = app === 'api-gateway' ? { LIMITS: 'off' } : {};
    const pooling = this.servers.pooledUrl === null ? {} : { DATABASE_POOLING: 'transaction' };
    const env = {
      ...appEnvironment(app, this.#routed(app, number)),
      ...pooling,
      ...worker,
      ...gateway,
      ...this.options.env?.[app],
      ...extraEnv,
    };
    const logFile = join(this.logFolder, `${name}.log`);
    const started = new RunningApp({
      name,
      entry: appEntry(app, build),
      port: await this.portOf(app, name),
      env,
      logFile,
    });
    this.apps.set(name, started);
    return started.waitReady();
  }

  private async portOf(app: AppName, name: string): Promise<number> {
    const port = app === 'ai-service' ? Number(new URL(this.wiring.aiServiceUrl).port) : this.#ports.get(name);
    const given = port ?? (await freePort());
    this.#ports.set(name, given);
    return given;
  }

  /** Runs one statement on the product's database. */
  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.servers.primaryUrl });
    await client.connect();
    try {
      return (await client.query(text, [...values])).rows as Row[];
    } finally {
      await client.end();
    }
  }

  /** A connection to the database of the queue (0) or of the result cache (1), on the server that takes writes now. */
  async redisClient(database: 0 | 1): Promise<Redis> {
    return new Redis(await this.servers.masterUrl(database), { keyPrefix: this.servers.keyPrefix });
  }

  /** Length of a list of the queue. */
  async queueLength(list: 'wait' | 'active'): Promise<number> {
    const redis = await this.redisClient(0);
    try {
      return await redis.llen(`bull:ai_analysis:${list}`);
    } finally {
      redis.disconnect();
    }
  }

  /** Stops everything and removes its data. */
  async stop(): Promise<void> {
    await Promise.all([...this.apps.values()].map((app) => app.stop('SIGTERM', 10_000)));
    await this.servers.stop();
    this.folder.remove();
  }

  /** Tells every app its addresses. */
  private async routeApps(): Promise<void> {
    const { pooledUrl } = this.servers;
    const wiring = pooledUrl === null ? this.wiring : { ...this.wiring, databaseUrl: pooledUrl };
    this.#routed = (await this.options.route?.(wiring)) ?? (() => wiring);
  }

  private async startApps(): Promise<void> {
    const { workers = 1, apps = allApps } = this.options;
    const numbersOf = (app: AppName): number[] =>
      Array.from({ length: app === 'analysis-worker' ? workers : 1 }, (_, index) => index + 1);
    await Promise.all(apps.flatMap((app) => numbersOf(app).map((number) => this.startApp(app, number))));
  }
}
