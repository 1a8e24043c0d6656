import { metricsRoute, ProbeServer, type Logger } from '@vocalborn/observability';
import type { AnalysisWorkerSettings } from '@vocalborn/settings';
import type { Registry } from 'prom-client';
import type { Health } from './health.js';
import { healthRoutes } from './health-routes.js';

type Address = Pick<AnalysisWorkerSettings, 'HOST' | 'PORT' | 'METRICS_PORT'>;

/** The servers of a worker: one for health and metrics, or one for each when `METRICS_PORT` is set. */
export interface Probes {
  readonly health: ProbeServer;
  readonly metrics: ProbeServer;
  /** Closes all connections. */
  close(): Promise<void>;
}

/**
 * Serves health and metrics.
 * @throws the error of a socket, for example when a port is taken; then none listens
 */
export async function serveProbes(
  { HOST: host, PORT: port, METRICS_PORT: metricsPort }: Address,
  { health, metrics, logger }: { readonly health: Health; readonly metrics: Registry; readonly logger: Logger },
): Promise<Probes> {
  const options = { namespace: 'worker', logger };
  const [ofHealth, ofMetrics] = [healthRoutes(health), metricsRoute(metrics)];
  if (metricsPort === undefined) {
    const both = await ProbeServer.listen({ host, port }, { ...options, routes: new Map([...ofHealth, ...ofMetrics]) });
    return { health: both, metrics: both, close: () => both.close() };
  }
  const apart = await ProbeServer.listen({ host, port: metricsPort }, { ...options, routes: ofMetrics });
  const main = await ProbeServer.listen({ host, port }, { ...options, routes: ofHealth }).catch(
    async (error: unknown) => {
      await apart.close();
      throw error;
    },
  );
  const close = async (): Promise<void> => {
    await Promise.all([main.close(), apart.close()]);
  };
  return { health: main, metrics: apart, close };
}
