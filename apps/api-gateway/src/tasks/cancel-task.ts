import { Injectable } from '@nestjs/common';
import type { Principal } from '@vocalborn/http';
import { statusWord, type Language } from '@vocalborn/task';
import { TaskLifecycle } from '@vocalborn/task-lifecycle';
import { Problem } from '../http/problem.js';
import type { TaskStatusDto } from './dto/task-status.dto.js';
import { ReadStatus } from './read-status.js';

/** The use case behind cancelling a task. Cancelling one that is revoked already changes nothing and is no fault. */
@Injectable()
export class CancelTask {
  constructor(
    private readonly status: ReadStatus,
    private readonly lifecycle: TaskLifecycle,
  ) {}

  /** @throws Problem `not-found`, or `task-ended` with the state in which the task ended */
  async cancel(caller: Principal, taskId: string, language: Language): Promise<TaskStatusDto> {
    await this.status.find(caller, taskId);
    await this.lifecycle.cancel(taskId);
    const task = await this.status.kept(taskId);
    if (task.status !== 'REVOKED') {
      const members = { task_id: taskId, task_status: statusWord(task.status) };
      throw new Problem('task-ended', `The task is ${statusWord(task.status)}.`, members);
    }
    return this.status.show(task, language);
  }
}
