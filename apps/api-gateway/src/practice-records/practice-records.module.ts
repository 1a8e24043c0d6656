import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { LimitsModule } from '../limits/limits.module.js';
import { CreateRecord } from './create-record.js';
import { PracticeRecordsController } from './practice-records.controller.js';

/** `/practice-records` */
@Module({ imports: [AccessModule, LimitsModule], controllers: [PracticeRecordsController], providers: [CreateRecord] })
export class PracticeRecordsModule {}
