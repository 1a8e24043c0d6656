import { Module } from '@nestjs/common';
import { LimitsModule } from '../limits/limits.module.js';
import { AnalyzeController } from './analyze.controller.js';

/** `POST /analyze` */
@Module({ imports: [LimitsModule], controllers: [AnalyzeController] })
export class AnalyzeModule {}
