import { Injectable } from '@nestjs/common';
import type { Principal } from '@vocalborn/http';
import { statusWord, type TaskState } from '@vocalborn/task';
import { TaskLifecycle, type Rerun } from '@vocalborn/task-lifecycle';
import type { AcceptedDto } from '../analyze/analyze.dto.js';
import { Problem } from '../http/problem.js';
import { noSuchTask, refusedAnalysis } from '../http/refusals.js';
import { taskIs } from './task-is.js';
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
      throw new Problem('task-not-retryable', taskIs(rerun.status), stateOf(taskId, rerun.status));
    case 'too-many-attempts':
      throw new Problem(
        'too-many-attempts',
        { 'en-US': 'The task has been run too often.', 'zh-TW': '此任務執行次數過多。' },
        { task_id: taskId },
      );
    case 'analysis-running':
      throw refusedAnalysis(rerun.outcome, { task_id: rerun.taskId });
    case 'record-already-reviewed':
    case 'record-without-audio':
      throw refusedAnalysis(rerun.outcome, { task_id: taskId });
    case 'not-found':
      throw noSuchTask();
  }
}

const stateOf = (taskId: string, status: TaskState) => ({ task_id: taskId, task_status: statusWord(status) });
