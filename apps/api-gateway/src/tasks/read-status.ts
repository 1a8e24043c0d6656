import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import { LOGGER, type Logger } from '@vocalborn/observability';
import { ResultCache } from '@vocalborn/result-cache';
import type { TaskSnapshot } from '@vocalborn/task';
import { findTask } from '@vocalborn/task-ledger';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { AccessService } from '../access/access.service.js';
import { noSuchTask } from '../http/refusals.js';

/** Reads tasks: from the result cache, or from the ledger when the cache does not have the task or is away. */
@Injectable()
export class ReadStatus {
  constructor(
    private readonly cache: ResultCache,
    private readonly database: Database,
    private readonly queue: AnalysisQueue,
    private readonly access: AccessService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws Problem `not-found`, also when the caller may not see the task */
  async find(caller: Principal, taskId: string): Promise<TaskSnapshot> {
    const task = (await this.cached(taskId)) ?? (await findTask(this.database, taskId));
    if (!task || !(await this.access.maySee(caller, task.userId, { kind: 'task', id: taskId }))) throw noSuchTask();
    return task;
  }

  /** The task as the ledger holds it. Does not check the caller. @throws Problem `not-found` */
  async findInLedger(taskId: string): Promise<TaskSnapshot> {
    const task = await findTask(this.database, taskId);
    if (!task) throw noSuchTask();
    return task;
  }

  /** The position of a task that waits; null when it does not wait or the queue cannot be reached. */
  async queuePosition({ status, taskId }: TaskSnapshot): Promise<number | null> {
    return status === 'PENDING' ? this.queue.position(taskId).catch(() => null) : null;
  }

  /**
   * The task as the result cache shows it; null when the ledger must be asked. It is asked about FAILURE and REVOKED too:
   * a rerun whose write to the cache was lost leaves such an entry, and a client would stop polling at it.
   */
  private async cached(taskId: string): Promise<TaskSnapshot | null> {
    try {
      const task = await this.cache.read(taskId);
      return task?.status === 'FAILURE' || task?.status === 'REVOKED' ? null : task;
    } catch (error) {
      this.logger.debug({ taskId, err: error }, 'the result cache cannot be read: the ledger answers');
      return null;
    }
  }
}
