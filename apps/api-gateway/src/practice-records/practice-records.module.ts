import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AudioModule } from '../audio/audio.module.js';
import { LimitsModule } from '../limits/limits.module.js';
import { AudioUploads } from './audio-uploads.js';
import { CreateRecord } from './create-record.js';
import { FindRecord } from './find-record.js';
import { PracticeRecordsController } from './practice-records.controller.js';
import { RecordAudioController } from './record-audio.controller.js';
import { ReplaceAudio } from './replace-audio.js';

/** `/practice-records` */
@Module({
  imports: [AccessModule, AudioModule, LimitsModule],
  controllers: [PracticeRecordsController, RecordAudioController],
  providers: [AudioUploads, CreateRecord, FindRecord, ReplaceAudio],
  exports: [AudioUploads],
})
export class PracticeRecordsModule {}
