import {
  appEntry,
  freePort,
  RunningApp,
  runDatabaseTool,
  SlowAiService,
  System,
  type Wiring,
} from '@vocalborn/system-harness';
import { join } from 'node:path';
import { bareWorkerProgram, gatewayProgram, workerEnvironment, type Program } from './environments.js';
import { Side, type Programs } from './side.js';

/** Larger than the harness's 64 MB, so that a million tasks do not measure the reading of files. */
const postgresSettings = { shared_buffers: '512MB', max_wal_size: '4GB', checkpoint_timeout: '30min' };

/** Everything that a measurement works with. */
export interface Bench {
  readonly system: System;
  readonly ai: SlowAiService;
  readonly product: Side;
  readonly baseline: Side;
  stop(): Promise<void>;
}

/** Starts the servers and a stand-in for the ai-service; each measurement starts the programs that it needs. */
export async function startBench(profileFolder: string | undefined): Promise<Bench> {
  const ai = await SlowAiService.start();
  const system = await System.start({ apps: [], postgresSettings });
  try {
    const productWiring = { ...system.wiring, aiServiceUrl: ai.url };
    const bareWiring = { ...productWiring, ...(await bareAddresses(system)) };
    const servers = { postgres: system.postgres.pid, redis: system.redis.pid };
    const token = system.tokens.patient;
    const started = (wiring: Wiring, name: 'product' | 'baseline'): Side =>
      new Side(name, token, wiring, programsOf(system, name, wiring, profileFolder), servers);
    const [product, baseline] = [started(productWiring, 'product'), started(bareWiring, 'baseline')];
    const stop = async (): Promise<void> => {
      await Promise.all([product.stop(), baseline.stop()]);
      await system.stop();
      ai.stop();
    };
    return { system, ai, product, baseline, stop };
  } catch (error) {
    await system.stop();
    ai.stop();
    throw error;
  }
}

/** A database with the same tables, and two databases of the same Redis. */
async function bareAddresses(system: System): Promise<Partial<Wiring>> {
  const databaseUrl = await system.postgres.createDatabase('bare');
  await runDatabaseTool('seed', databaseUrl);
  return { databaseUrl, brokerUrl: system.redis.url(2), resultBackendUrl: system.redis.url(3) };
}

function programsOf(
  system: System,
  name: 'product' | 'baseline',
  wiring: Wiring,
  folder: string | undefined,
): Programs {
  const start = async (program: Program, instance: string): Promise<RunningApp> => {
    const logFile = join(system.logFolder, `${name}-${instance}.log`);
    const app = new RunningApp({ name: `${name}'s ${instance}`, ...program, port: await freePort(), logFile });
    return app.waitReady();
  };
  const workers = (count: number): Program[] =>
    name === 'product'
      ? Array.from({ length: count }, (_, index) => ({
          entry: appEntry('analysis-worker'),
          env: workerEnvironment(wiring, index + 1, folder),
        }))
      : [bareWorkerProgram(wiring)];
  return {
    startGateway: () => start(gatewayProgram(name, wiring, folder), 'gateway'),
    startWorkers: (count) => Promise.all(workers(count).map((program, index) => start(program, `worker-${index + 1}`))),
  };
}
