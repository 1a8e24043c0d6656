import {
  appInstance,
  runSql,
  System,
  workspaceRoot,
  type AppName,
  type RunningApp,
  type Topology,
} from '@vocalborn/system-harness';
import { Redis } from 'ioredis';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GatewayClient } from './gateway-client.js';
import { Links } from './links.js';
import { cutRecording } from './short-recording.js';

export interface FleetSize {
  readonly workers: number;
  readonly concurrency: number;
}

type Variables = Readonly<Record<string, string>>;

/** Long enough for every healthy attempt, and short enough for a drill. */
const baseTimeLimitSeconds = 20;

/** The sentence of the drills' recordings, with an equally short example. */
export const drillSentence = '00000000-0000-4000-8000-0000000000fa';
const exampleKey = 'samples/drill.wav';

/** The whole product with a proxy in every link, so that faults can be injected and repaired. */
export class DrilledSystem {
  #workerVariables: readonly Variables[];

  private constructor(
    readonly system: System,
    readonly links: Links,
    readonly size: FleetSize,
  ) {
    this.#workerVariables = this.workerNumbers.map(() => ({}));
  }

  /** @param build the folder of the build that is drilled */
  static async start(size: FleetSize, topology: Topology, build = workspaceRoot): Promise<DrilledSystem> {
    const opened: Links[] = [];
    const system = await System.start({
      topology,
      build,
      workers: size.workers,
      env: {
        'analysis-worker': {
          CELERY_WORKER_CONCURRENCY: String(size.concurrency),
          CELERY_TASK_TIME_LIMIT: String(baseTimeLimitSeconds),
          RETRY_DELAY_SCALE: '0.01',
        },
      },
      route: async (direct) => {
        const links = await Links.open(direct, size.workers);
        opened.push(links);
        return (app, number) => links.wiringOf(app, number);
      },
    });
    const [links] = opened;
    if (!links) throw new Error('the system started without its links');
    const drilled = new DrilledSystem(system, links, size);
    await drilled.addDrillSentence();
    return drilled;
  }

  get workerNumbers(): number[] {
    return Array.from({ length: this.size.workers }, (_, index) => index + 1);
  }

  /** The short recording that every drill uploads. It is kept outside the audio store, which a fault fills up. */
  get sourceRecording(): string {
    return join(this.system.logFolder, '..', 'drill.wav');
  }

  /** A client of the gateway with a patient's token. */
  get patient(): GatewayClient {
    return new GatewayClient(this.system.gatewayUrl, this.system.tokens.patient);
  }

  worker(number: number): RunningApp {
    return this.system.app(appInstance('analysis-worker', number));
  }

  /** Starts a worker with the variables of the present fault. */
  async startWorker(number: number): Promise<void> {
    await this.system.startApp('analysis-worker', number, this.#workerVariables[number - 1] ?? {});
  }

  /** Sets the workers' variables and restarts the workers whose variables change. */
  async giveWorkers(variables: (number: number) => Variables): Promise<void> {
    const wanted = this.workerNumbers.map(variables);
    const before = this.#workerVariables;
    this.#workerVariables = wanted;
    for (const number of this.workerNumbers) {
      if (JSON.stringify(before[number - 1]) === JSON.stringify(wanted[number - 1])) continue;
      await this.worker(number).stop();
      await this.startWorker(number);
    }
  }

  /** Restarts every app that does not run or is not ready; with `fresh`, restarts all apps. */
  async heal(options: { readonly fresh?: boolean } = {}): Promise<void> {
    this.links.restore();
    const others: readonly AppName[] = ['api-gateway', 'ai-service', 'monitor'];
    await Promise.all([
      ...others.map((name) => this.healApp(this.system.app(name), options, () => this.system.startApp(name))),
      ...this.workerNumbers.map((number) => this.healApp(this.worker(number), options, () => this.startWorker(number))),
    ]);
  }

  sql(statement: string): Promise<readonly Record<string, unknown>[]> {
    return runSql(this.system.servers.primaryUrl, statement);
  }

  /** Runs commands on a separate connection to Redis that bypasses every proxy. */
  async redis<T>(database: 0 | 1, question: (client: Redis) => Promise<T>): Promise<T> {
    const { servers } = this.system;
    const url = await servers.masterUrl(database);
    const client = new Redis(url, {
      ...{ keyPrefix: servers.keyPrefix, retryStrategy: () => null, commandTimeout: 10_000 },
    });
    client.on('error', () => undefined);
    try {
      return await question(client);
    } finally {
      client.disconnect();
    }
  }

  async stop(): Promise<void> {
    for (const app of this.system.apps.values()) app.signalGroup('SIGCONT');
    this.links.restore();
    await this.system.stop();
    await this.links.close();
  }

  private async healApp(app: RunningApp, { fresh = false }: { fresh?: boolean }, start: () => Promise<unknown>) {
    app.signalGroup('SIGCONT');
    if (app.running && fresh) await app.kill();
    if (app.running) {
      const ready = await app.waitReady(20_000).catch(() => null);
      if (ready) return;
      await app.kill();
    }
    await start();
  }

  private async addDrillSentence(): Promise<void> {
    const source = join(workspaceRoot, 'tools/samples/audio/zh-example.wav');
    await cutRecording(source, this.sourceRecording, { fromSeconds: 0.5, seconds: 0.7 });
    await copyFile(this.sourceRecording, join(this.system.wiring.audioFolder, exampleKey));
    await this.sql(
      `insert into sentences (sentence_id, text, language, example_audio_key, example_audio_content_type)
       values ('${drillSentence}', '今天', 'zh-TW', '${exampleKey}', 'audio/wav')`,
    );
  }
}
