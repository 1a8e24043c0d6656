import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from '@vocalborn/database';
import { taskName } from '@vocalborn/task';
import { countEnded, listActiveTasks } from '@vocalborn/task-ledger';
import type { Redis } from '@vocalborn/result-cache';
import { AnalysisQueue, queueName } from '@vocalborn/task-queue';
import { listWorkers, type RegisteredWorker } from '@vocalborn/worker-control';
import { RESULT_CACHE } from '../connections/tokens.js';
import { standingOf } from '../tasks/task-standing.js';
import type { WorkerDto, WorkersDto } from './live-workers.dto.js';
import type { ActiveTasksDto, QueuesDto } from './live.dto.js';

/** Most rows of the active-task table in one answer. */
const activeTaskLimit = 500;

/** What runs, what waits, who works: as it is now. */
@Injectable()
export class LiveTables {
  constructor(
    private readonly database: DataSource,
    private readonly queue: AnalysisQueue,
    @Inject(RESULT_CACHE) private readonly redis: Redis,
  ) {}

  /** The running ones first, then by age. */
  async tasks(): Promise<ActiveTasksDto> {
    const tasks = await listActiveTasks(this.database, activeTaskLimit);
    return {
      tasks: tasks.map((task) => ({
        task_id: task.taskId,
        name: taskName,
        ...standingOf(task),
        started_at: task.startedAt,
      })),
    };
  }

  async queues(): Promise<QueuesDto> {
    const [counts, workers, throughput] = await Promise.all([
      this.queue.counts(),
      listWorkers(this.redis),
      countEnded(this.database, 60),
    ]);
    const row = {
      queue: queueName,
      pending: counts.waiting + counts.paused,
      active: counts.active,
      waiting_for_retry: counts.delayed,
      workers: workers.filter((worker) => worker.online).length,
      throughput_per_minute: throughput,
    };
    return { queues: [row] };
  }

  /** Those that are online and those that were within the last hour. */
  async workers(): Promise<WorkersDto> {
    const workers = await listWorkers(this.redis);
    return { workers: workers.map(workerRow) };
  }
}

function workerRow({ online, lastSeenAt, report }: RegisteredWorker): WorkerDto {
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
