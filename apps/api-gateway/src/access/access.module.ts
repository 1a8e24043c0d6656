import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessService } from './access.service.js';
import { PrincipalGuard } from './principal.guard.js';

/** Who calls and what they may see. */
@Module({
  providers: [AccessService, { provide: APP_GUARD, useClass: PrincipalGuard }],
  exports: [AccessService],
})
export class AccessModule {}
