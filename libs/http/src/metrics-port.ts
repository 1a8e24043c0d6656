import { NotFoundException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { METRICS, metricsRoute, ProbeServer } from '@vocalborn/observability';
import type { Registry } from 'prom-client';
import { sendProblem, type ProblemRules } from './problems/problem.filter.js';

const path = '/metrics';

/**
 * Serves the metrics on a port of their own from the start of the app to its end; the port of the app answers 404 for them.
 * Starting the app fails when the port is taken.
 */
export function serveMetricsApart(
  app: NestFastifyApplication,
  rules: ProblemRules,
  address: { readonly host: string; readonly port: number },
): void {
  const { logger } = rules;
  const fastify = app.getHttpAdapter().getInstance();
  let server: ProbeServer | undefined;
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.url !== path) {
      done();
      return;
    }
    const absent = new NotFoundException(`Cannot ${request.method} ${path}`);
    void sendProblem(rules.toProblem(absent), request, reply);
  });
  fastify.addHook('onReady', async () => {
    const routes = metricsRoute(app.get<Registry>(METRICS));
    server = await ProbeServer.listen(address, { routes, namespace: 'metrics', logger });
    logger.info({ address: server.url }, 'metrics are served apart');
  });
  fastify.addHook('onClose', () => server?.close());
}
