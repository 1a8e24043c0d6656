import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/**
 * Gauges whose names end in `_total`, which Prometheus takes for counters. What they count is told by kind, under
 * their names without the ending.
 */
const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** A Prometheus registry with the process's own figures (CPU, memory, event-loop lag) already in it. */
export function metricsRegistry(labels: { app: string }): Registry {
  const registry = new Registry();
  registry.setDefaultLabels(labels);
  collectDefaultMetrics({ register: registry });
  misnamed.forEach((name) => registry.removeSingleMetric(name));
  return registry;
}

type ByState = Readonly<Record<string, number>>;

/** A gauge with a series per state, read anew for each scrape; what cannot be read is left out of it. */
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
