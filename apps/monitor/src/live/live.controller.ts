import { Controller, Get, Inject, UseGuards } from '@nestjs/common';
import { DataSource } from '@vocalborn/database';
import { taskName, type TaskState } from '@vocalborn/task-contract';
import { countEnded, listActiveTasks } from '@vocalborn/task-ledger';
import type { Redis } from '@vocalborn/task-meta';
import { AnalysisQueue, queueName } from '@vocalborn/task-queue';
import { listWorkers } from '@vocalborn/worker-control';
import { OperatorGuard } from '../access/operator.guard.js';
import { RESULT_CACHE } from '../connections/tokens.js';

/** Most rows of the active-task table in one answer. */
const activeTaskLimit = 500;

interface ActiveTaskRow {
  readonly task_id: string;
  readonly name: string;
  readonly state: TaskState;
  readonly progress: number;
  readonly worker: string | null;
  readonly started_at: string | null;
}

/** The three live tables: what runs, what waits, who works. */
@UseGuards(OperatorGuard)
@Controller('api/live')
export class LiveController {
  constructor(
    private readonly database: DataSource,
    private readonly queue: AnalysisQueue,
    @Inject(RESULT_CACHE) private readonly redis: Redis,
  ) {}

  @Get('tasks')
  async tasks(): Promise<{ tasks: ActiveTaskRow[] }> {
    const tasks = await listActiveTasks(this.database, activeTaskLimit);
    return {
      tasks: tasks.map((task) => ({
        task_id: task.taskId,
        name: taskName,
        state: task.status,
        progress: task.progress,
        worker: task.workerName,
        started_at: task.startedAt,
      })),
    };
  }

  @Get('queues')
  async queues() {
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

  @Get('workers')
  async workers() {
    const workers = await listWorkers(this.redis);
    return {
      workers: workers.map(({ online, lastSeenAt, report }) => ({
        name: report.name,
        status: online ? 'online' : 'offline',
        active: online ? report.active.length : 0,
        active_task_ids: online ? report.active : [],
        concurrency: report.concurrency,
        processed: report.processed,
        failed: report.failed,
        retried: report.retried,
        load_average: report.loadAverage,
        memory_bytes: report.memoryBytes,
        started_at: report.startedAt,
        last_seen_at: lastSeenAt,
      })),
    };
  }
}
