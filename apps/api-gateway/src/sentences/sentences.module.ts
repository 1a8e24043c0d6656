import { Module } from '@nestjs/common';
import { AudioModule } from '../audio/audio.module.js';
import { SentencesController } from './sentences.controller.js';

/** `/sentences` */
@Module({ imports: [AudioModule], controllers: [SentencesController] })
export class SentencesModule {}
