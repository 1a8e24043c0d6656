import {
  Module,
  type DynamicModule,
  type INestApplicationContext,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AiServiceClient } from '@vocalborn/ai-client';
import { openAudioStore } from '@vocalborn/audio-store';
import { nestLogger, type Logger } from '@vocalborn/observability';
import { redisAddresses, retentionOf, type AnalysisWorkerSettings } from '@vocalborn/settings';
import { TaskLifecycle } from '@vocalborn/task-lifecycle';
import { TaskConnectionsModule } from '@vocalborn/task-lifecycle/nest';
import { RecoveryModule } from '@vocalborn/task-recovery/nest';
import { AiServiceCircuit } from '../ai-service-client/ai-service-circuit.js';
import { AiServiceProbe } from '../ai-service-client/ai-service-probe.js';
import { appName, workerName } from '../host-figures.js';
import { Admission } from './admission.js';
import { Analysis } from './analysis.js';
import { AttemptRunner } from './attempt-runner.js';
import { Consumer } from './consumer.js';
import { OwnershipWatch } from './ownership-watch.js';
import { ParentLink } from './parent-link.js';
import { RunningAttempts } from './running-attempts.js';
import { StarvationWatch } from './starvation-watch.js';
import { Status } from './status.js';

const aiServiceProviders = (settings: AnalysisWorkerSettings, logger: Logger): Provider[] => [
  {
    provide: AiServiceClient,
    useFactory: () => new AiServiceClient(settings.AI_SERVICE_URL, settings.AI_SERVICE_API_KEY),
  },
  {
    provide: AiServiceCircuit,
    useFactory: (client: AiServiceClient) =>
      new AiServiceCircuit({
        isHealthy: () => client.isHealthy(),
        onChange: (state) => logger.warn({ state }, 'the circuit to the ai-service changed'),
      }),
    inject: [AiServiceClient],
  },
  {
    provide: AiServiceProbe,
    useFactory: (client: AiServiceClient, circuit: AiServiceCircuit) =>
      new AiServiceProbe(() => client.isHealthy(), circuit),
    inject: [AiServiceClient, AiServiceCircuit],
  },
];

const attemptProviders = (settings: AnalysisWorkerSettings, logger: Logger): Provider[] => [
  {
    provide: Analysis,
    useFactory: async (client: AiServiceClient, circuit: AiServiceCircuit) =>
      new Analysis(await openAudioStore(settings.AUDIO_STORE_URL), client, circuit, settings.MAX_AUDIO_FILE_SIZE),
    inject: [AiServiceClient, AiServiceCircuit],
  },
  {
    provide: AttemptRunner,
    useFactory: (lifecycle: TaskLifecycle, analysis: Analysis, attempts: RunningAttempts) =>
      new AttemptRunner(lifecycle, analysis, attempts, logger, workerName(settings.WORKER_NAME)),
    inject: [TaskLifecycle, Analysis, RunningAttempts],
  },
];

/** The process that runs tasks: takes jobs, runs attempts, reports to its parent, and hosts recovery. */
@Module({})
export class ChildModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly circuit: AiServiceCircuit,
    private readonly probe: AiServiceProbe,
  ) {}

  /** Starts the child's part of the app; it takes tasks when the parent tells it how many. */
  static start(settings: AnalysisWorkerSettings, logger: Logger): Promise<INestApplicationContext> {
    const options = { logger: nestLogger(logger), abortOnError: false };
    return NestFactory.createApplicationContext(ChildModule.register(settings, logger), options);
  }

  private static register(settings: AnalysisWorkerSettings, logger: Logger): DynamicModule {
    return {
      module: ChildModule,
      imports: [
        TaskConnectionsModule.register({
          appName,
          settings,
          redis: redisAddresses(settings),
          role: 'consumer',
          logger,
        }),
        RecoveryModule.register({
          audioStoreUrl: null,
          retention: retentionOf(settings),
        }),
      ],
      providers: [
        RunningAttempts,
        Admission,
        Consumer,
        OwnershipWatch,
        StarvationWatch,
        Status,
        ParentLink,
        ...aiServiceProviders(settings, logger),
        ...attemptProviders(settings, logger),
      ],
    };
  }

  onApplicationBootstrap(): void {
    this.probe.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.circuit.stop();
    await this.probe.stop();
  }
}
