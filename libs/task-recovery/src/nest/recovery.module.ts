import {
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { LOGGER, type Logger } from '@vocalborn/observability';
import { ResultCache } from '@vocalborn/result-cache';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { Recovery } from '../recovery.js';

/** Hosts recovery: starts it with the app and stops it before the app's connections close. */
@Module({})
export class RecoveryModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(private readonly recovery: Recovery) {}

  /** @param retentionDays days for which an ended task is kept; null keeps all of them */
  static register(retentionDays: number | null): DynamicModule {
    return {
      module: RecoveryModule,
      providers: [
        {
          provide: Recovery,
          useFactory: (database: Database, queue: AnalysisQueue, cache: ResultCache, logger: Logger) =>
            new Recovery({ database, queue, cache, logger, retentionDays }),
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
