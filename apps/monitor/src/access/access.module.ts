import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { FailedLogins } from './failed-logins.js';
import { LoginLimits } from './login-limits.js';
import { MeController } from './me.controller.js';
import { OperatorGuard } from './operator.guard.js';

/** Protects every route of the app. */
@Module({
  controllers: [MeController],
  providers: [FailedLogins, LoginLimits, { provide: APP_GUARD, useClass: OperatorGuard }],
})
export class AccessModule {}
