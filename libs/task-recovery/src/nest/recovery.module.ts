import {
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { openAudioStore } from '@vocalborn/audio-store';
import { Database } from '@vocalborn/database';
import { LOGGER, type Logger } from '@vocalborn/observability';
import { ResultCache } from '@vocalborn/result-cache';
import { AnalysisQueue } from '@vocalborn/task-queue';
import type { Retention } from '../dependencies.js';
import { Recovery } from '../recovery.js';

/** What recovery needs to know of an app's settings. */
interface RecoverySettings {
  /** Null in an app that must not change the audio store; another one removes recordings then. */
  readonly audioStoreUrl: string | null;
  readonly retention: Retention;
}

/** Hosts recovery: starts it with the app and stops it before the app's connections close. */
@Module({})
export class RecoveryModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(private readonly recovery: Recovery) {}

  static register({ audioStoreUrl, retention }: RecoverySettings): DynamicModule {
    return {
      module: RecoveryModule,
      providers: [
        {
          provide: Recovery,
          useFactory: async (database: Database, queue: AnalysisQueue, cache: ResultCache, logger: Logger) => {
            const store = audioStoreUrl === null ? null : await openAudioStore(audioStoreUrl);
            return new Recovery({ database, queue, cache, logger, retention }, store);
          },
          inject: [Database, AnalysisQueue, ResultCache, LOGGER],
        },
      ],
    };
  }

  onApplicationBootstrap(): void {
    this.recovery.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.recovery.stop();
  }
}
