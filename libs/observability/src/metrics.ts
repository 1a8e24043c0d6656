import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** Injection token of the app's metrics registry. */
export const METRICS = Symbol('metrics registry');

/**
 * Gauges of prom-client whose names end in `_total`, which Prometheus reserves for counters. The gauges without that
 * ending have the same values by kind.
 */
const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** A Prometheus registry that contains the metrics of the process: CPU, memory, event-loop lag. */
export function metricsRegistry(labels: { app: string }): Registry {
  const registry = new Registry();
  registry.setDefaultLabels(labels);
  collectDefaultMetrics({ register: registry });
  misnamed.forEach((name) => registry.removeSingleMetric(name));
  return registry;
}

type ByState = Readonly<Record<string, number>>;

/** A gauge with a series per state, read for each scrape. It has no series when reading fails. */
export function gaugeByState(
  registry: Registry,
  { name, help, read }: { name: string; help: string; read: () => ByState | Promise<ByState> },
): void {
  new Gauge({
    name,
    help,
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const values = await Promise.resolve()
        .then(read)
        .catch((): ByState => ({}));
      this.reset();
      for (const [state, value] of Object.entries(values)) this.set({ state }, value);
    },
  });
}
