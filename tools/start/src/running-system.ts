import { rmSync } from 'node:fs';
import {
  aiServiceEnvironment,
  appEnvironment,
  copySamples,
  developmentTokens,
  runDatabaseTool,
  type AppName,
} from '@vocalborn/system-harness';
import { writeEndpoints, type Endpoints } from './endpoints.js';
import { Fleet } from './fleet.js';
import { paths } from './paths.js';
import type { Screen } from './screen.js';
import { keepFilesPrivate } from './private-files.js';
import { readSecrets, type Secrets } from './secrets.js';
import { startServers, type Servers } from './servers.js';

const tokenLifetimeSeconds = 7 * 24 * 3600;
/** The seeded patient's Chinese recording. */
const demoRecord = '00000000-0000-4000-8000-000000000031';

/** The servers and apps of this clone. */
export class RunningSystem {
  private servers: Servers | undefined;
  private starting: Promise<Endpoints> | undefined;
  private readonly fleet: Fleet;

  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly screen: Screen,
  ) {
    this.fleet = new Fleet(env, screen);
  }

  /** Starts everything and waits until all are ready. @returns the addresses and tokens */
  start(): Promise<Endpoints> {
    this.starting ??= this.startAll();
    return this.starting;
  }

  /** Lets running analyses finish, then stops the apps, then Redis, then Postgres. */
  async stop(): Promise<void> {
    this.fleet.startNoMore();
    // A start in progress must complete before everything can stop in order.
    await this.starting?.catch(() => undefined);
    rmSync(paths.endpoints, { force: true });
    await this.fleet.stop();
    await this.servers?.stop();
  }

  /** Kills everything; committed data stays. */
  async kill(): Promise<void> {
    rmSync(paths.endpoints, { force: true });
    await this.fleet.kill();
    await this.servers?.kill();
  }

  /** Starts each part as soon as what it needs is there: the ai-service needs nothing, worker and gateway the ai-service. */
  private async startAll(): Promise<Endpoints> {
    keepFilesPrivate();
    rmSync(paths.endpoints, { force: true });
    const secrets = readSecrets(paths.secrets, this.env);
    const servers = this.prepareServers(secrets);
    const start = async (name: AppName, aiServiceUrl = ''): Promise<void> => {
      const wiring = { ...(await servers), ...secrets, audioFolder: paths.audio, aiServiceUrl };
      await this.fleet.start(name, appEnvironment(name, wiring));
    };
    const aiService = this.fleet.start('ai-service', aiServiceEnvironment(secrets.aiServiceKey));
    const worker = aiService.then(({ url }) => start('analysis-worker', url));
    const gateway = aiService.then(({ url }) => start('api-gateway', url));
    // Waits for all even when one fails, so that nothing starts after the system was stopped.
    const started = await Promise.allSettled([servers, aiService, worker, gateway, start('monitor')]);
    const failed = started.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    const endpoints = await this.endpoints(await servers, secrets.jwtSecret);
    writeEndpoints(paths.endpoints, endpoints);
    return endpoints;
  }

  /** Starts Postgres and Redis, and puts the schema, the development data and the sample recordings in. */
  private async prepareServers(secrets: Secrets): Promise<Servers> {
    const servers = await startServers(this.env, secrets, this.screen);
    this.servers = servers;
    await runDatabaseTool('seed', servers.databaseUrl);
    copySamples(paths.audio);
    return servers;
  }

  private async endpoints(servers: Servers, jwtSecret: string): Promise<Endpoints> {
    const { patient, therapist, admin } = await developmentTokens(jwtSecret, tokenLifetimeSeconds);
    return {
      gateway: this.fleet.url('api-gateway'),
      ai_service: this.fleet.url('ai-service'),
      worker: this.fleet.url('analysis-worker'),
      monitor: this.fleet.url('monitor'),
      database_url: servers.databaseUrl,
      broker_url: servers.brokerUrl,
      result_backend: servers.resultBackendUrl,
      tokens: { patient, therapist, admin },
      sample: { practice_record_id: demoRecord },
    };
  }
}
