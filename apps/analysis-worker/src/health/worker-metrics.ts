import { metricsRegistry } from '@vocalborn/observability';
import { Gauge, type Registry } from 'prom-client';
import type { Supervisor } from '../supervision/supervisor.js';

const circuitValue = { closed: 0, 'half-open': 0.5, open: 1 } as const;

/** The worker's figures: its own process, and what its child reports. */
export function workerMetrics(supervisor: Supervisor): Registry {
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
  gauge('vocalborn_worker_slots', 'Tasks that the worker runs at a time', () => supervisor.pool.concurrency);
  gauge('vocalborn_worker_active_tasks', 'Tasks running now', () => latest()?.active.length ?? 0);
  gauge('vocalborn_worker_processed_tries', 'Tries ended since the worker started', () => latest()?.processed ?? 0);
  gauge('vocalborn_worker_failed_tries', 'Tries that ended a task as FAILURE', () => latest()?.failed ?? 0);
  gauge('vocalborn_worker_retried_tries', 'Tries that another one follows', () => latest()?.retried ?? 0);
  gauge('vocalborn_worker_child_memory_bytes', 'Resident memory of the child', () => latest()?.memoryBytes ?? 0);
  gauge('vocalborn_worker_recycles', 'Times that the child was replaced on purpose', () => latest()?.recycles ?? 0);
  gauge('vocalborn_worker_starved', '1 when tasks wait, slots are free and nothing arrives', () =>
    Number(latest()?.starved ?? false),
  );
  gauge(
    'vocalborn_ai_service_circuit_open',
    'State of the circuit to the ai-service: 0 closed, 0.5 half-open, 1 open',
    () => circuitValue[latest()?.circuit ?? 'closed'],
  );
  return registry;
}
