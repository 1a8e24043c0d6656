import { Module } from '@nestjs/common';
import { AnalyzeController } from './analyze.controller.js';
import { SubmitAnalysis } from './submit-analysis.js';

/** `POST /analyze` */
@Module({ controllers: [AnalyzeController], providers: [SubmitAnalysis] })
export class AnalyzeModule {}
