import { Injectable } from '@nestjs/common';
import type { Principal } from '@vocalborn/http';
import { statusWord } from '@vocalborn/task';
import { TaskLifecycle, type Rerun } from '@vocalborn/task-lifecycle';
import type { AcceptedDto } from '../analyze/analyze.dto.js';
import { Problem } from '../http/problem.js';
import { ReadStatus } from './read-status.js';

/** Queues a failed or cancelled task again. */
@Injectable()
export class RerunTask {
  constructor(
    private readonly status: ReadStatus,
    private readonly lifecycle: TaskLifecycle,
  ) {}

  /** @throws Problem when the caller may not see the task, it did not fail, or its record may not be analysed */
  async rerun(caller: Principal, taskId: string): Promise<AcceptedDto> {
    await this.status.find(caller, taskId);
    return answer(taskId, await this.lifecycle.rerun(taskId));
  }
}

function answer(taskId: string, rerun: Rerun): AcceptedDto {
  switch (rerun.outcome) {
    case 'rerun':
      return { task_id: taskId, status: 'pending', queue_position: rerun.queuePosition };
    case 'task-not-retryable':
      throw new Problem('task-not-retryable', `The task is ${statusWord(rerun.status)}.`, {
        task_id: taskId,
        task_status: statusWord(rerun.status),
      });
    case 'too-many-attempts':
      throw new Problem('too-many-attempts', 'The task has been run too often.', { task_id: taskId });
    case 'analysis-running':
      throw new Problem('analysis-running', 'The record is being analysed.', { task_id: rerun.taskId });
    case 'record-already-reviewed':
      throw new Problem('record-already-reviewed', 'The record is closed.', { task_id: taskId });
    case 'record-without-audio':
      throw new Problem('record-without-audio', 'Nothing has been recorded yet.', { task_id: taskId });
    case 'not-found':
      throw new Problem('not-found', 'There is no such task.', { field: 'task_id' });
  }
}
