import { Module } from '@nestjs/common';
import { SentencesController } from './sentences.controller.js';

/** `/sentences` */
@Module({ controllers: [SentencesController] })
export class SentencesModule {}
