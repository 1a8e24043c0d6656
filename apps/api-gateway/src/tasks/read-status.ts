import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import type { Logger } from '@vocalborn/observability';
import { statusWord, stepText, type Language, type TaskSnapshot } from '@vocalborn/task';
import { findTask } from '@vocalborn/task-ledger';
import { ResultCache } from '@vocalborn/result-cache';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { AccessService } from '../access/access.service.js';
import { LOGGER } from '../connections/tokens.js';
import { Problem } from '../http/problem.js';
import type { TaskStatusDto } from './dto/task-status.dto.js';

/** The use case behind a poll: Redis first, the ledger when Redis does not have the task or is away. */
@Injectable()
export class ReadStatus {
  constructor(
    private readonly cache: ResultCache,
    private readonly database: DataSource,
    private readonly queue: AnalysisQueue,
    private readonly access: AccessService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async read(caller: Principal, taskId: string, language: Language): Promise<TaskStatusDto> {
    return this.show(await this.find(caller, taskId), language);
  }

  /** A task as callers see it, with its place in line while it waits. */
  async show(task: TaskSnapshot, language: Language): Promise<TaskStatusDto> {
    const steps = task.steps.map(({ step, progress, at }) => {
      return { current_step: stepText(step, language), step, progress, at };
    });
    return { ...(await this.standing(task, language)), steps };
  }

  /** The same without the steps. */
  async standing(task: TaskSnapshot, language: Language): Promise<Omit<TaskStatusDto, 'steps'>> {
    const position = task.status === 'PENDING' ? await this.position(task.taskId) : null;
    return standingOf(task, position, language);
  }

  /** The task as the ledger has it. @throws Problem `not-found` */
  async kept(taskId: string): Promise<TaskSnapshot> {
    const task = await findTask(this.database, taskId);
    if (!task) throw new Problem('not-found', 'There is no such task.', { field: 'task_id' });
    return task;
  }

  /** @throws Problem `not-found` also when the task is somebody else's */
  async find(caller: Principal, taskId: string): Promise<TaskSnapshot> {
    const task = (await this.cached(taskId)) ?? (await findTask(this.database, taskId));
    if (!task || !(await this.access.maySee(caller, task.userId))) {
      throw new Problem('not-found', 'There is no such task.', { field: 'task_id' });
    }
    return task;
  }

  private async cached(taskId: string): Promise<TaskSnapshot | null> {
    try {
      return await this.cache.read(taskId);
    } catch (error) {
      this.logger.debug({ taskId, err: error }, 'answering a poll from the ledger');
      return null;
    }
  }

  private async position(taskId: string): Promise<number | null> {
    try {
      return await this.queue.position(taskId);
    } catch {
      return null;
    }
  }
}

function standingOf(
  task: TaskSnapshot,
  queuePosition: number | null,
  language: Language,
): Omit<TaskStatusDto, 'steps'> {
  return {
    task_id: task.taskId,
    practice_record_id: task.practiceRecordId,
    status: statusWord(task.status),
    progress: task.progress,
    current_step: stepText(task.step, language),
    step: task.step,
    worker_name: task.workerName,
    created_at: task.createdAt,
    started_at: task.startedAt,
    completed_at: task.completedAt,
    queue_position: queuePosition,
    retry_count: task.retryCount,
    max_retries: task.maxRetries,
    next_retry_at: task.nextRetryAt,
    error: task.error,
    result_id: task.resultId,
  };
}
