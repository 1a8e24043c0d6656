import { Module } from '@nestjs/common';
import { AUDIO_STORE, type AudioStore } from '@vocalborn/audio-store';
import { Database } from '@vocalborn/database';
import { LOGGER, type Logger } from '@vocalborn/observability';
import { RecordErasure } from '@vocalborn/personal-data';
import { ResultCache } from '@vocalborn/result-cache';
import { TaskLifecycle } from '@vocalborn/task-lifecycle';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { AccessModule } from '../access/access.module.js';
import { LimitsModule } from '../limits/limits.module.js';
import { CreateRecord } from './create-record.js';
import { EraseRecord } from './erase-record.js';
import { PracticeRecordsController } from './practice-records.controller.js';

const recordErasure = {
  provide: RecordErasure,
  useFactory: (
    ...[database, queue, cache, store, logger, lifecycle]: [
      ...[Database, AnalysisQueue, ResultCache, AudioStore, Logger, TaskLifecycle],
    ]
  ) => new RecordErasure({ database, queue, cache, store, logger }, lifecycle),
  inject: [Database, AnalysisQueue, ResultCache, AUDIO_STORE, LOGGER, TaskLifecycle],
};

/** `/practice-records` */
@Module({
  imports: [AccessModule, LimitsModule],
  controllers: [PracticeRecordsController],
  providers: [CreateRecord, EraseRecord, recordErasure],
})
export class PracticeRecordsModule {}
