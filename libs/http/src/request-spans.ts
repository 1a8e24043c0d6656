import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { beginSpan, isTracing, stopTracing, type Span } from '@vocalborn/observability';
import type { FastifyRequest } from 'fastify';

/** Routes that machines ask every few seconds. */
const polledRoutes = /^\/(health|metrics)/;

/**
 * Records a span of each request, as a child of the caller's if the request names one. Without tracing it does nothing.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server
 */
export function traceRequests(app: NestFastifyApplication): void {
  if (!isTracing()) return;
  const spans = new WeakMap<FastifyRequest, Span>();
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    const { method, id, headers } = request;
    const route = request.routeOptions.url ?? 'unknown';
    if (polledRoutes.test(route)) {
      done();
      return;
    }
    const parent = typeof headers['traceparent'] === 'string' ? headers['traceparent'] : undefined;
    const attributes = { 'http.request.method': method, 'http.route': route, request_id: id };
    const span = beginSpan(`${method} ${route}`, { kind: 'server', parent, attributes });
    if (!span) {
      done();
      return;
    }
    spans.set(request, span);
    spans.set(request, span);
    // Also of an answer that a handler writes itself, and of one that nobody waits for.
    reply.raw.once('close', () => {
      const status = reply.raw.statusCode;
      span.end({ 'http.response.status_code': status }, status >= 500 ? new Error('failed') : undefined);
    });
    span.within(done);
  });
  // A body arrives on the connection, outside the span.
  fastify.addHook('preHandler', (request, _reply, done) => {
    const span = spans.get(request);
    if (span) span.within(done);
    else done();
  });
  // A collector that is away must not keep the app from stopping in good order.
  fastify.addHook('onClose', () => stopTracing().catch(() => undefined));
}
