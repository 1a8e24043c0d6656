import { collectDefaultMetrics, Registry } from 'prom-client';

/** A Prometheus registry with the process's own figures (CPU, memory, event-loop lag) already in it. */
export function metricsRegistry(labels: { app: string }): Registry {
  const registry = new Registry();
  registry.setDefaultLabels(labels);
  collectDefaultMetrics({ register: registry });
  return registry;
}
