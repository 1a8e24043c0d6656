import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from '../processes/free-port.js';
import { temporaryFolder, type TemporaryFolder } from '../processes/temporary-folder.js';
import { startPostgres, type Postgres } from '../postgres/start-postgres.js';
import { startRedis, type Redis } from '../redis/start-redis.js';
import type { AppName, Surroundings, Variables } from './app-environments.js';
import { Fleet, type Undo } from './fleet.js';
import { installSamples, migrateDatabase, seedDatabase } from './prepare-data.js';
import { seededTokens, type SeededTokens } from './seeded.js';
import type { App } from './start-app.js';

/** What to start beside the defaults: one worker, a seeded database, no variables of one's own. */
export interface SystemOptions {
  readonly workers?: number;
  /** Variables added to an app's environment, or replacing those it would get. */
  readonly env?: Partial<Record<AppName, Variables>>;
  readonly seed?: boolean;
  /** Postgres flushes to disk at every commit, as in production; slower. */
  readonly durable?: boolean;
}

/** A whole system of one's own, on free ports and in a temporary folder. */
export interface System extends Surroundings {
  readonly folder: string;
  readonly postgres: Postgres;
  readonly redis: Redis;
  readonly gateway: App;
  readonly aiService: App;
  readonly monitor: App;
  /** Grows with `startWorker`. */
  readonly workers: readonly App[];
  readonly tokens: SeededTokens;
  /** Starts one more worker and waits until it is ready. */
  startWorker(env?: Variables): Promise<App>;
  /** Starts an app again that has ended, on its former port. */
  startAgain(app: App): Promise<App>;
  /** Stops everything and removes the folder. */
  stop(): Promise<void>;
}

/** Starts Postgres, Redis and the built apps, and waits until all are ready. */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const folder = await temporaryFolder('vocalborn-system');
  const undo: Undo = [() => folder.remove()];
  try {
    return await assemble(folder, options, undo);
  } catch (error) {
    await unwind(undo);
    throw error;
  }
}

async function unwind(undo: Undo): Promise<void> {
  for (const step of undo.splice(0).reverse()) await step();
}

async function assemble(folder: TemporaryFolder, options: SystemOptions, undo: Undo): Promise<System> {
  const { postgres, redis } = await startServers(folder.path, options, undo);
  const aiPort = await freePort();
  const around: Surroundings = {
    databaseUrl: postgres.url('vocalborn'),
    brokerUrl: redis.url(0),
    resultBackend: redis.url(1),
    audioFolder: join(folder.path, 'audio'),
    aiServiceUrl: `http://127.0.0.1:${aiPort}`,
    jwtSecret: randomBytes(32).toString('hex'),
    aiServiceApiKey: randomBytes(16).toString('hex'),
  };
  await prepareData(around, postgres, options);
  const fleet = new Fleet(around, options.env ?? {}, undo);
  const [aiService, gateway, monitor] = await Promise.all([
    fleet.start('ai-service', {}, aiPort),
    fleet.start('api-gateway'),
    fleet.start('monitor'),
    ...Array.from({ length: options.workers ?? 1 }, () => fleet.startWorker()),
  ]);
  return {
    ...{ ...around, folder: folder.path, postgres, redis, gateway, aiService, monitor, workers: fleet.workers },
    tokens: await seededTokens(around.jwtSecret, 12 * 3600),
    startWorker: (env) => fleet.startWorker(env),
    startAgain: (app) => fleet.startAgain(app),
    stop: () => unwind(undo),
  };
}

async function startServers(folder: string, options: SystemOptions, undo: Undo) {
  const started = await Promise.allSettled([
    startPostgres({ dataDir: join(folder, 'postgres'), durable: options.durable ?? false }),
    startRedis({ dataDir: join(folder, 'redis'), appendOnly: true }),
  ]);
  for (const server of started) if (server.status === 'fulfilled') undo.push(() => server.value.stop());
  const [postgres, redis] = started;
  if (postgres.status === 'rejected') throw postgres.reason;
  if (redis.status === 'rejected') throw redis.reason;
  return { postgres: postgres.value, redis: redis.value };
}

async function prepareData(around: Surroundings, postgres: Postgres, options: SystemOptions): Promise<void> {
  await postgres.createDatabase('vocalborn');
  await migrateDatabase(around.databaseUrl);
  if (options.seed === false) return;
  await seedDatabase(around.databaseUrl);
  await installSamples(around.audioFolder);
}
