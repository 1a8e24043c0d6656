import cors, { type FastifyCorsOptions } from '@fastify/cors';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Headers of answers that a page may read besides those that every page may. */
const exposedHeaders = [
  ...['Location', 'ETag', 'Accept-Ranges', 'Content-Range'],
  ...['RateLimit', 'RateLimit-Policy', 'Retry-After', 'X-Request-Id', 'WWW-Authenticate'],
];

/** Headers of requests that the gateway reads. */
const allowedHeaders = [
  ...['Authorization', 'Content-Type', 'Idempotency-Key', 'If-None-Match', 'Last-Event-ID', 'X-Request-Id'],
  ...['Range', 'If-Range'],
];

const preflightSeconds = 600;

/**
 * Lets pages of the given origins call the gateway. A preflight is answered before authentication and limits. Pages send
 * tokens on purpose and no cookies, so credentials of the browser are not allowed. Must come before every hook that refuses:
 * a page cannot read a refusal without these headers.
 */
export async function allowOrigins(app: NestFastifyApplication, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  await app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    ...{ allowedHeaders, exposedHeaders, maxAge: preflightSeconds },
    // The plugin would refuse an incomplete preflight with plain text, which is no problem document.
    strictPreflight: false,
  } satisfies FastifyCorsOptions);
}
