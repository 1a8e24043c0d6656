import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { SETTINGS, type AiServiceSettings } from '@vocalborn/settings';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../problem.js';

/** Requires the API key in `Authorization: Bearer` or `X-API-Key`, when one is configured. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  private readonly expected: Buffer | undefined;

  constructor(@Inject(SETTINGS) settings: AiServiceSettings) {
    this.expected = settings.AI_SERVICE_API_KEY === undefined ? undefined : digest(settings.AI_SERVICE_API_KEY);
  }

  canActivate(context: ExecutionContext): boolean {
    if (!this.expected) return true;
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const bearer = /^Bearer +(.+)$/i.exec(headers.authorization ?? '')?.[1];
    const given = bearer ?? headers['x-api-key'];
    // Digests have equal length, so the comparison takes the same time for any input.
    if (typeof given === 'string' && timingSafeEqual(digest(given), this.expected)) return true;
    throw new Refusal('unauthorized', 'Send the API key as "Authorization: Bearer <key>" or "X-API-Key: <key>".');
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest();
