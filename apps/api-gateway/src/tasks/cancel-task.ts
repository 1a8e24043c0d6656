import { Injectable } from '@nestjs/common';
import type { Principal } from '@vocalborn/http';
import { statusWord, type TaskSnapshot } from '@vocalborn/task';
import { TaskLifecycle } from '@vocalborn/task-lifecycle';
import { Problem } from '../http/problem.js';
import { taskIs } from './task-is.js';
import { ReadStatus } from './read-status.js';

/** Cancels a task. Cancelling a cancelled task changes nothing and is no error. */
@Injectable()
export class CancelTask {
  constructor(
    private readonly status: ReadStatus,
    private readonly lifecycle: TaskLifecycle,
  ) {}

  /** @throws Problem `not-found`, or `task-ended` with the state in which the task ended */
  async cancel(caller: Principal, taskId: string): Promise<TaskSnapshot> {
    await this.status.find(caller, taskId);
    await this.lifecycle.cancel(taskId);
    const task = await this.status.findInLedger(taskId);
    if (task.status === 'REVOKED') return task;
    const members = { task_id: taskId, task_status: statusWord(task.status) };
    throw new Problem('task-ended', taskIs(task.status), members);
  }
}
