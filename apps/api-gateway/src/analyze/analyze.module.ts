import { Module } from '@nestjs/common';
import { AnalyzeController } from './analyze.controller.js';

/** `POST /analyze` */
@Module({ controllers: [AnalyzeController] })
export class AnalyzeModule {}
