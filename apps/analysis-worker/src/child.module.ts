import {
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { openAudioStore } from '@vocalborn/audio-store';
import type { Logger } from '@vocalborn/observability';
import type { AnalysisWorkerSettings } from '@vocalborn/settings';
import { TaskLifecycle } from '@vocalborn/task-lifecycle';
import { AiServiceCircuit } from './ai-service-client/ai-service-circuit.js';
import { AiServiceClient } from './ai-service-client/ai-service-client.js';
import { AiServiceProbe } from './ai-service-client/ai-service-probe.js';
import { Admission } from './analyze-audio/admission.js';
import { AnalyzeAudioConsumer } from './analyze-audio/analyze-audio.consumer.js';
import { DELIVERY_PARTS } from './analyze-audio/delivery-parts.js';
import type { DeliveryDependencies } from './analyze-audio/run-delivery.js';
import { ConnectionsModule } from './connections/connections.module.js';
import { OwnershipWatch } from './lifecycle/ownership-watch.js';
import { RunningAttempts } from './lifecycle/running-tries.js';
import { SoftLimit } from './lifecycle/soft-limit.js';
import { StarvationWatch } from './lifecycle/starvation-watch.js';
import { workerName } from './lifecycle/worker-name.js';

function circuitOf(aiService: AiServiceClient, logger: Logger): AiServiceCircuit {
  return new AiServiceCircuit({
    isHealthy: () => aiService.isHealthy(),
    onChange: (state) => logger.warn({ state }, 'the circuit to the ai-service changed'),
  });
}

/** What the steps of a try work with. */
function deliveryParts(settings: AnalysisWorkerSettings, logger: Logger): Provider {
  return {
    provide: DELIVERY_PARTS,
    useFactory: async (
      lifecycle: TaskLifecycle,
      tries: RunningAttempts,
      aiService: AiServiceClient,
      circuit: AiServiceCircuit,
      softLimit: SoftLimit,
    ): Promise<DeliveryDependencies> => ({
      lifecycle,
      tries,
      aiService,
      circuit,
      logger,
      workerName: workerName(settings.WORKER_NAME),
      softLimit,
      store: await openAudioStore(settings.AUDIO_STORE_URL),
      maxAudioBytes: settings.MAX_AUDIO_FILE_SIZE,
    }),
    inject: [TaskLifecycle, RunningAttempts, AiServiceClient, AiServiceCircuit, SoftLimit],
  };
}

/** The process that runs tasks. */
@Module({})
export class ChildModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly circuit: AiServiceCircuit,
    private readonly probe: AiServiceProbe,
  ) {}

  static register(settings: AnalysisWorkerSettings, logger: Logger): DynamicModule {
    return {
      module: ChildModule,
      imports: [ConnectionsModule.register(settings, logger, 'consumer')],
      providers: [
        RunningAttempts,
        SoftLimit,
        Admission,
        AnalyzeAudioConsumer,
        OwnershipWatch,
        StarvationWatch,
        {
          provide: AiServiceClient,
          useFactory: () => new AiServiceClient(settings.AI_SERVICE_URL, settings.AI_SERVICE_API_KEY),
        },
        {
          provide: AiServiceCircuit,
          useFactory: (aiService: AiServiceClient) => circuitOf(aiService, logger),
          inject: [AiServiceClient],
        },
        {
          provide: AiServiceProbe,
          useFactory: (aiService: AiServiceClient) => new AiServiceProbe(() => aiService.isHealthy()),
          inject: [AiServiceClient],
        },
        deliveryParts(settings, logger),
      ],
    };
  }

  onApplicationBootstrap(): void {
    this.probe.start();
  }

  onApplicationShutdown(): void {
    this.circuit.stop();
    this.probe.stop();
  }
}
