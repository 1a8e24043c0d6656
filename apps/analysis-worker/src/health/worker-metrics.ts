import { metricsRegistry } from '@vocalborn/observability';
import { Gauge, type Registry } from 'prom-client';
import type { Supervisor } from '../supervision/supervisor.js';

/** The worker's figures: its own process, and what its child reports. */
export function workerMetrics(supervisor: Supervisor, concurrency: number): Registry {
  const registry = metricsRegistry({ app: 'analysis-worker' });
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  };
  const latest = () => supervisor.latest(Number.POSITIVE_INFINITY);
  gauge('vocalborn_worker_slots', 'Tasks that the worker runs at a time', () => concurrency);
  gauge('vocalborn_worker_active_tasks', 'Tasks running now', () => latest()?.active.length ?? 0);
  gauge('vocalborn_worker_processed_tries', 'Tries ended since the worker started', () => latest()?.processed ?? 0);
  gauge('vocalborn_worker_failed_tries', 'Tries that ended a task as FAILURE', () => latest()?.failed ?? 0);
  gauge('vocalborn_worker_retried_tries', 'Tries that another one follows', () => latest()?.retried ?? 0);
  gauge('vocalborn_worker_child_memory_bytes', 'Resident memory of the child', () => latest()?.memoryBytes ?? 0);
  return registry;
}
