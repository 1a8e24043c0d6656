import { Decimal, Flag, Instant, ListOf, OneOf, Text, Whole } from '@vocalborn/api-description';
import type { RegisteredWorker, ReportedCircuit } from '@vocalborn/worker-control';

/** A worker that is online or was online within the last hour. */
export class WorkerDto {
  @Text({ example: 'worker1@host' })
  name!: string;

  @OneOf(['online', 'offline'])
  status!: 'online' | 'offline';

  @Flag({ description: 'The worker is shutting down: it finishes its tasks and takes no new ones.' })
  stopping!: boolean;

  @Whole({ description: 'Number of running tasks.' })
  active!: number;

  @ListOf('uuid')
  active_task_ids!: readonly string[];

  @Whole({ description: 'Largest number of tasks at the same time.' })
  concurrency!: number;

  @Whole()
  processed!: number;

  @Whole()
  failed!: number;

  @Whole()
  retried!: number;

  @ListOf('number', { example: [0.4, 0.3, 0.2], description: 'Over 1, 5 and 15 minutes.' })
  load_average!: readonly number[];

  @Whole()
  memory_bytes!: number;

  @Whole({ description: '0 if unknown.' })
  memory_limit_bytes!: number;

  @Decimal({ example: 12.5, description: 'Share of all cores.' })
  cpu_percent!: number;

  @Whole({ description: 'Number of replaced child processes.' })
  recycles!: number;

  @OneOf(['closed', 'half-open', 'open', 'unknown'], {
    description:
      'Circuit breaker to the ai-service. While it is not closed, tasks wait for the ai-service. `unknown`: the worker has an older version.',
  })
  ai_service_circuit!: ReportedCircuit;

  @Flag({
    nullable: true,
    description: 'Whether the health check of the ai-service succeeds from this worker; null if unknown.',
  })
  ai_service_up!: boolean | null;

  @Text({ example: '0.1.0' })
  version!: string;

  @Text({ example: 'v20.19.0' })
  node_version!: string;

  @Instant()
  started_at!: string;

  @Instant()
  last_seen_at!: string;
}

/** The answer of `GET /api/live/workers`. */
export class WorkersDto {
  @ListOf(WorkerDto)
  workers!: WorkerDto[];
}

/** The row of a worker. What an offline worker was running is not its work any more. */
export function workerRow({ online, lastSeenAt, report }: RegisteredWorker): WorkerDto {
  return {
    name: report.name,
    status: online ? 'online' : 'offline',
    stopping: online && report.stopping,
    active: online ? report.active.length : 0,
    active_task_ids: online ? report.active : [],
    concurrency: report.concurrency,
    processed: report.processed,
    failed: report.failed,
    retried: report.retried,
    load_average: report.loadAverage,
    memory_bytes: report.memoryBytes,
    memory_limit_bytes: report.memoryLimitBytes,
    cpu_percent: (100 * report.cpuCores) / report.cores,
    recycles: report.recycles,
    ai_service_circuit: report.circuit,
    ai_service_up: report.aiServiceUp,
    version: report.version,
    node_version: report.nodeVersion,
    started_at: report.startedAt,
    last_seen_at: lastSeenAt,
  };
}
