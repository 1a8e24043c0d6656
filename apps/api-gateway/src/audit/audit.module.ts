import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';

/** `/audit` */
@Module({ controllers: [AuditController] })
export class AuditModule {}
