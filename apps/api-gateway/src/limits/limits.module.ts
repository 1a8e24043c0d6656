import { Module } from '@nestjs/common';
import { OpenBodies } from './open-bodies.js';
import { RateLimits } from './rate-limits.js';
import { UserQuotas } from './user-quotas.js';

/** What one user and one address may ask of the gateway. */
@Module({ providers: [RateLimits, OpenBodies, UserQuotas], exports: [RateLimits, OpenBodies, UserQuotas] })
export class LimitsModule {}
