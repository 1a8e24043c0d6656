import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessService } from './access.service.js';
import { AuthenticationGuard } from './authentication.js';

/** Who calls, and whose records and tasks they may see. */
@Module({
  providers: [AccessService, { provide: APP_GUARD, useClass: AuthenticationGuard }],
  exports: [AccessService],
})
export class AccessModule {}
