import { Module } from '@nestjs/common';
import { RetryPolicyController } from './retry-policy.controller.js';

/** `/retry-policy` */
@Module({ controllers: [RetryPolicyController] })
export class RetryPolicyModule {}
