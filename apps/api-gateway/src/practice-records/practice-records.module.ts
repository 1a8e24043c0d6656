import { Module } from '@nestjs/common';
import { AUDIO_STORE, type AudioStore } from '@vocalborn/audio-store';
import { Database } from '@vocalborn/database';
import { LOGGER, type Logger } from '@vocalborn/observability';
import { RecordErasure } from '@vocalborn/personal-data';
import { ResultCache } from '@vocalborn/result-cache';
import { TaskLifecycle } from '@vocalborn/task-lifecycle';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { AccessModule } from '../access/access.module.js';
import { AudioModule } from '../audio/audio.module.js';
import { LimitsModule } from '../limits/limits.module.js';
import { AudioUploads } from './audio-uploads.js';
import { CreateRecord } from './create-record.js';
import { FindRecord } from './find-record.js';
import { EraseRecord } from './erase-record.js';
import { PracticeRecordsController } from './practice-records.controller.js';
import { RecordAudioController } from './record-audio.controller.js';
import { ReplaceAudio } from './replace-audio.js';

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
  imports: [AccessModule, AudioModule, LimitsModule],
  controllers: [PracticeRecordsController, RecordAudioController],
  providers: [AudioUploads, CreateRecord, EraseRecord, FindRecord, recordErasure, ReplaceAudio],
  exports: [AudioUploads],
})
export class PracticeRecordsModule {}
