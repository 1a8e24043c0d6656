import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { AiServiceSettings } from '@vocalborn/settings';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../http/refusal.js';
import { SETTINGS } from '../tokens.js';

/** Asks for the API key, if there is one, in `Authorization: Bearer` or `X-API-Key`. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(@Inject(SETTINGS) private readonly settings: AiServiceSettings) {}

  canActivate(context: ExecutionContext): boolean {
    const expected = this.settings.AI_SERVICE_API_KEY;
    if (expected === undefined) return true;
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
    const given = bearer ?? headers['x-api-key'];
    if (typeof given === 'string' && timingSafeEqual(digest(given), digest(expected))) return true;
    throw new Refusal('unauthorized', 'Send the API key as "Authorization: Bearer <key>".');
  }
}

const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
