import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { METRICS } from '@vocalborn/observability';
import { Histogram, type Registry } from 'prom-client';
import type { ProblemRules } from './problems/problem.filter.js';

/** Routes that machines ask every few seconds: not logged. */
const polledRoutes = /^\/(health|metrics)/;

/** Sets X-Request-Id on every answer, logs it, and measures its duration by route, never by the raw address. */
export function observeRequests(app: NestFastifyApplication, { logger, describeRequest }: ProblemRules): void {
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    // Uploads and long polls take longer than a quick answer; UPLOAD_TIMEOUT_SECONDS is 600 by default.
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600],
    registers: [app.get<Registry>(METRICS)],
  });
  // Looked up by a text: the registry sorts and joins the labels at each look-up.
  const series = new Map<string, ReturnType<typeof duration.labels>>();
  const seriesOf = (method: string, route: string, status: number): ReturnType<typeof duration.labels> => {
    const key = `${method} ${route} ${status}`;
    const found = series.get(key) ?? duration.labels({ method, route, status });
    series.set(key, found);
    return found;
  };
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('X-Request-Id', request.id);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    const { method } = request;
    seriesOf(method, route, reply.statusCode).observe(reply.elapsedTime / 1000);
    if (logger.isLevelEnabled('info') && !polledRoutes.test(route)) {
      logger.info({
        requestId: request.id,
        method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        ...describeRequest?.(request),
      });
    }
    done();
  });
}
