import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { Redis } from 'ioredis';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { RunningApp } from './app.js';
import { freePort } from './free-port.js';
import { mintToken } from './mint-token.js';
import { PostgresServer } from './postgres.js';
import { RedisServer } from './redis.js';
import { temporaryFolder } from './temporary-folder.js';
import { workspaceRoot } from './workspace-root.js';

export type AppName = 'api-gateway' | 'analysis-worker' | 'ai-service' | 'monitor';

export interface SystemOptions {
  readonly workers?: number;
  /** Variables added to those of one app. */
  readonly env?: Readonly<Partial<Record<AppName, Readonly<Record<string, string>>>>>;
  /** Called once before the apps start: says how each app reaches the others, such as through a proxy. */
  readonly route?: (direct: Wiring) => Promise<(app: AppName, number: number) => Wiring>;
}

/** The ids of the development data. */
const users = { patient: 1, therapist: 2, admin: 3, otherPatient: 4 } as const;
const userId = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Runs one of the database's commands (migrate, seed). @throws Error with its output */
export async function runDatabaseTool(tool: 'migrate' | 'seed', databaseUrl: string): Promise<string> {
  const entry = join(workspaceRoot, 'libs/database/dist/bin', `${tool}.js`);
  const env = { PATH: process.env['PATH'], DATABASE_URL: databaseUrl };
  const { stdout } = await promisify(execFile)(process.execPath, [entry], { env });
  return stdout.trim();
}

/** Puts the sample recordings where the development data looks for them. */
export function copySamples(audioFolder: string): void {
  mkdirSync(join(audioFolder, 'samples'), { recursive: true });
  const samples = join(workspaceRoot, 'tools/samples/audio');
  if (existsSync(samples)) cpSync(samples, join(audioFolder, 'samples'), { recursive: true });
}

/** Tokens for the users of the development data. */
export async function developmentTokens(secret: string, ttlSeconds: number) {
  const mint = (name: keyof typeof users, role: string) =>
    mintToken({ sub: userId(users[name]), role, secret, ttlSeconds });
  const [patient, therapist, admin, otherPatient] = await Promise.all([
    mint('patient', 'patient'),
    mint('therapist', 'therapist'),
    mint('admin', 'admin'),
    mint('otherPatient', 'patient'),
  ]);
  return { patient, therapist, admin, otherPatient };
}

/** What every app needs to know of the others. */
export interface Wiring {
  readonly databaseUrl: string;
  readonly brokerUrl: string;
  readonly resultBackendUrl: string;
  readonly audioFolder: string;
  readonly jwtSecret: string;
  readonly aiServiceKey: string;
  readonly aiServiceUrl: string;
}

/** The environment that one app is started with. */
export function appEnvironment(app: AppName, wiring: Wiring): Record<string, string> {
  if (app === 'ai-service') return { AI_SERVICE_API_KEY: wiring.aiServiceKey };
  const shared = {
    DATABASE_URL: wiring.databaseUrl,
    CELERY_BROKER_URL: wiring.brokerUrl,
    CELERY_RESULT_BACKEND: wiring.resultBackendUrl,
  };
  const audio = { AUDIO_STORE_URL: pathToFileURL(wiring.audioFolder).href };
  if (app === 'analysis-worker') {
    return { ...shared, ...audio, AI_SERVICE_URL: wiring.aiServiceUrl, AI_SERVICE_API_KEY: wiring.aiServiceKey };
  }
  const tokens = { JWT_SECRET: wiring.jwtSecret };
  return app === 'api-gateway' ? { ...shared, ...audio, ...tokens } : { ...shared, ...tokens };
}

/** The built entry file of an app. */
export function appEntry(app: AppName): string {
  return join(workspaceRoot, 'apps', app, 'dist/main.js');
}

/** The name of an app that runs more than once: `analysis-worker`, `analysis-worker-2`, … */
export const appInstance = (app: AppName, number = 1): string => (number === 1 ? app : `${app}-${number}`);

/** The whole product on free ports with its data in a temporary folder, for end-to-end tests. */
export class System {
  readonly apps = new Map<string, RunningApp>();
  readonly logFolder: string;
  /** An app that is started again gets the port it had. */
  readonly #ports = new Map<string, number>();
  #routed: (app: AppName, number: number) => Wiring;

  private constructor(
    readonly postgres: PostgresServer,
    readonly redis: RedisServer,
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
    const [postgres, redis] = await Promise.all([
      PostgresServer.start({ dataDir: join(folder.path, 'postgres'), durable: false }),
      RedisServer.start({ dataDir: join(folder.path, 'redis'), appendOnly: true }),
    ]);
    const wiring: Wiring = {
      databaseUrl: await postgres.createDatabase('vocalborn'),
      brokerUrl: redis.url(0),
      resultBackendUrl: redis.url(1),
      audioFolder: join(folder.path, 'audio'),
      jwtSecret: 'a secret for tests that is long enough',
      aiServiceKey: 'a key for tests',
      aiServiceUrl: `http://127.0.0.1:${await freePort()}`,
    };
    copySamples(wiring.audioFolder);
    await runDatabaseTool('migrate', wiring.databaseUrl);
    await runDatabaseTool('seed', wiring.databaseUrl);
    const tokens = await developmentTokens(wiring.jwtSecret, 3600);
    const system = new System(postgres, redis, wiring, tokens, options, folder);
    try {
      if (options.route) system.#routed = await options.route(wiring);
      await system.startApps();
    } catch (error) {
      await system.stop();
      throw error;
    }
    return system;
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

  /** Starts an app (again, then on the same port) and waits until it is ready; `extraEnv` goes before all else. */
  async startApp(app: AppName, number = 1, extraEnv: Readonly<Record<string, string>> = {}): Promise<RunningApp> {
    const name = appInstance(app, number);
    const worker = app === 'analysis-worker' ? { WORKER_NAME: `worker${number}` } : {};
    const env = {
      ...appEnvironment(app, this.#routed(app, number)),
      ...worker,
      ...this.options.env?.[app],
      ...extraEnv,
    };
    const logFile = join(this.logFolder, `${name}.log`);
    const started = new RunningApp({ name, entry: appEntry(app), port: await this.portOf(app, name), env, logFile });
    this.apps.set(name, started);
    return started.waitReady();
  }

  private async portOf(app: AppName, name: string): Promise<number> {
    const port = app === 'ai-service' ? Number(new URL(this.wiring.aiServiceUrl).port) : this.#ports.get(name);
    const given = port ?? (await freePort());
    this.#ports.set(name, given);
    return given;
  }

  /** Asks the product's database. */
  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.wiring.databaseUrl });
    await client.connect();
    try {
      return (await client.query(text, [...values])).rows as Row[];
    } finally {
      await client.end();
    }
  }

  /** Length of one of the queue's lists. */
  async queueLength(list: 'wait' | 'active'): Promise<number> {
    const redis = new Redis(this.wiring.brokerUrl);
    try {
      return await redis.llen(`bull:ai_analysis:${list}`);
    } finally {
      redis.disconnect();
    }
  }

  /** Stops everything and removes its data. */
  async stop(): Promise<void> {
    await Promise.all([...this.apps.values()].map((app) => app.stop('SIGTERM', 10_000)));
    await Promise.all([this.postgres.stop(), this.redis.stop()]);
    this.folder.remove();
  }

  private async startApps(): Promise<void> {
    const workers = Array.from({ length: this.options.workers ?? 1 }, (_, index) => index + 1);
    await Promise.all([
      this.startApp('api-gateway'),
      this.startApp('ai-service'),
      this.startApp('monitor'),
      ...workers.map((number) => this.startApp('analysis-worker', number)),
    ]);
  }
}
