import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { LimitsModule } from '../limits/limits.module.js';
import { AnalyzeSession } from './analyze-session.js';
import { OpenSession } from './open-session.js';
import { PracticeSessionsController } from './practice-sessions.controller.js';

/** `/practice-sessions` */
@Module({
  imports: [AccessModule, LimitsModule],
  controllers: [PracticeSessionsController],
  providers: [OpenSession, AnalyzeSession],
})
export class PracticeSessionsModule {}
