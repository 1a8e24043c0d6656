import { Module } from '@nestjs/common';
import { AudioModule } from '../audio/audio.module.js';
import { PracticeRecordsModule } from '../practice-records/practice-records.module.js';
import { CreateSentence } from './create-sentence.js';
import { ExampleCheck } from './example-check.js';
import { SentencesController } from './sentences.controller.js';

/** `/sentences` */
@Module({
  imports: [AudioModule, PracticeRecordsModule],
  controllers: [SentencesController],
  providers: [CreateSentence, ExampleCheck],
})
export class SentencesModule {}
