import { gaugeByState, metricsRegistry } from '@vocalborn/observability';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Supervisor } from './supervisor.js';
import type { SupervisedReport } from './worker-report.js';

type Read = (report: SupervisedReport) => number;
type Figures = readonly (readonly [name: string, help: string, read: Read])[];

const circuitValue = { closed: 0, 'half-open': 0.5, open: 1 } as const;

const counts: Figures = [
  ['vocalborn_worker_processed_tries_total', 'Attempts that ended', (report) => report.processed],
  ['vocalborn_worker_failed_tries_total', 'Attempts that ended a task as FAILURE', (report) => report.failed],
  ['vocalborn_worker_retried_tries_total', 'Attempts that a retry follows', (report) => report.retried],
  ['vocalborn_worker_recycles_total', 'Planned replacements of the child', (report) => report.recycles],
];

const states: Figures = [
  ['vocalborn_worker_active_tasks', 'Tasks running now', (report) => report.active.length],
  ['vocalborn_worker_child_memory_bytes', 'Resident memory of the child', (report) => report.memoryBytes],
  [
    'vocalborn_worker_child_event_loop_lag_seconds',
    'Longest delay of the child’s event loop within a second',
    (report) => report.eventLoopLagSeconds,
  ],
  [
    'vocalborn_worker_starved',
    '1 when tasks wait, slots are free and none arrives',
    (report) => Number(report.starved),
  ],
  [
    'vocalborn_ai_service_circuit_open',
    'State of the circuit to the ai-service: 0 closed, 0.5 half-open, 1 open',
    (report) => circuitValue[report.circuit],
  ],
  [
    'vocalborn_ai_service_up',
    '1 when the ai-service calls itself healthy, 0 when it does not or cannot be reached',
    (report) => Number(report.aiServiceUp ?? true),
  ],
];

/** The worker's metrics: of this process, and of the report of its child. */
export function workerMetrics(supervisor: Supervisor): Registry {
  const registry = metricsRegistry({ app: 'analysis-worker' });
  const registers = [registry];
  const latest = () => supervisor.latest(Number.POSITIVE_INFINITY);
  const valueOf = (read: Read): number => {
    const report = latest();
    return report ? read(report) : 0;
  };
  for (const [name, help, read] of counts) {
    const collect = function (this: Counter): void {
      this.reset();
      this.inc(valueOf(read));
    };
    new Counter({ name, help, registers, collect });
  }
  const gauge = (name: string, help: string, read: () => number): void => {
    const collect = function (this: Gauge): void {
      this.set(read());
    };
    new Gauge({ name, help, registers, collect });
  };
  for (const [name, help, read] of states) gauge(name, help, () => valueOf(read));
  gauge('vocalborn_worker_slots', 'Tasks that the worker runs at a time', () => supervisor.pool.concurrency);
  gaugeByState(registry, {
    name: 'vocalborn_database_connections',
    help: 'Connections of the child’s pool, and callers that wait for one',
    read: () => latest()?.databaseConnections ?? {},
  });
  return registry;
}
