import { taskName } from '@vocalborn/task';
import { queueName } from '@vocalborn/task-queue';
import type { RegisteredWorker } from '@vocalborn/worker-control';
import type { FlowerWorkerDto } from './flower-worker.dto.js';

/** A worker in the form of Flower's API. Flower does not have `status` and the fields after it. */
export function flowerWorker({ online, lastSeenAt, report }: RegisteredWorker): FlowerWorkerDto {
  return {
    active_queues: [{ name: queueName, routing_key: queueName, durable: true, exclusive: false, auto_delete: false }],
    registered: [taskName],
    active: report.active.map((id) => ({ id, name: taskName, hostname: report.name })),
    reserved: report.reserved.map((id) => ({ id, name: taskName, hostname: report.name })),
    scheduled: [],
    revoked: [],
    conf: { task_time_limit: report.hardTimeLimit, task_soft_time_limit: report.softTimeLimit },
    stats: {
      pid: report.pid,
      uptime: Math.max(0, Math.round((Date.parse(lastSeenAt) - Date.parse(report.startedAt)) / 1000)),
      pool: {
        'max-concurrency': report.concurrency,
        'max-tasks-per-child': report.maxTasksPerChild ?? 'N/A',
        processes: report.processes,
        timeouts: [report.softTimeLimit, report.hardTimeLimit],
      },
      prefetch_count: report.concurrency,
      rusage: { maxrss: Math.round(report.memoryBytes / 1024) },
      total: { [taskName]: report.processed },
    },
    timestamp: Date.parse(lastSeenAt) / 1000,
    status: online,
    failed: report.failed,
    retried: report.retried,
    recycles: report.recycles,
    load_average: report.loadAverage,
    memory_bytes: report.memoryBytes,
    memory_limit_bytes: report.memoryLimitBytes,
    version: report.version,
    node_version: report.nodeVersion,
  };
}
