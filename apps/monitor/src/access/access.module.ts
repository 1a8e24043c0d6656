import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { MeController } from './me.controller.js';
import { OperatorGuard } from './operator.guard.js';

/** Protects every route of the app. */
@Module({ controllers: [MeController], providers: [{ provide: APP_GUARD, useClass: OperatorGuard }] })
export class AccessModule {}
