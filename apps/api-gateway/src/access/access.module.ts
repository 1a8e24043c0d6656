import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessAudit } from './access-audit.js';
import { AccessService } from './access.service.js';
import { LimitsGuard } from '../limits/limits.guard.js';
import { LimitsModule } from '../limits/limits.module.js';
import { Authentication, AuthenticationGuard } from './authentication.js';

/** Who calls, whose records and tasks they may see, and how much they may ask for. The guards run in this order. */
@Module({
  imports: [LimitsModule],
  providers: [
    AccessAudit,
    AccessService,
    Authentication,
    { provide: APP_GUARD, useClass: AuthenticationGuard },
    { provide: APP_GUARD, useClass: LimitsGuard },
  ],
  exports: [AccessAudit, AccessService],
})
export class AccessModule {}
