import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { Workers } from './workers.js';
import { WorkersController } from './workers.controller.js';

/** The workers and commands to them. */
@Module({ imports: [AuditModule], controllers: [WorkersController], providers: [Workers], exports: [Workers] })
export class WorkersModule {}
