import { Injectable } from '@nestjs/common';
import { TaskLifecycle, type Rerun } from '@vocalborn/task-lifecycle';
import type { Operator } from '../access/operator.js';
import { AuditLog } from '../audit/audit-log.js';
import { Problem } from '../http/problem.js';

export const taskActions = ['revoke', 'retry'] as const;
export type TaskAction = (typeof taskActions)[number];

/** Why a task was left alone; stable, for those who word it themselves. */
export type RefusalCode = 'task-ended' | Exclude<Rerun['outcome'], 'rerun'>;

/** A refusal for the state that a task is in. */
export class TaskRefusal extends Problem {
  constructor(
    status: number,
    readonly code: RefusalCode,
    detail: string,
  ) {
    super(status, detail);
  }
}

/** What operators do to tasks; each is written down. */
@Injectable()
export class TaskActions {
  constructor(
    private readonly lifecycle: TaskLifecycle,
    private readonly audit: AuditLog,
  ) {}

  /** @throws TaskRefusal 409 when the task is in no state for it */
  async do(operator: Operator, action: TaskAction, taskId: string): Promise<void> {
    await this.audit.record(operator, { action: `task.${action}`, target: taskId }, () =>
      action === 'revoke' ? this.revoke(taskId) : this.retry(taskId),
    );
  }

  private async revoke(taskId: string): Promise<void> {
    if (await this.lifecycle.cancel(taskId)) return;
    throw new TaskRefusal(409, 'task-ended', 'the task has ended or is not known');
  }

  private async retry(taskId: string): Promise<void> {
    const { outcome } = await this.lifecycle.rerun(taskId);
    if (outcome === 'not-found') throw new TaskRefusal(404, outcome, 'the task is not known');
    if (outcome !== 'rerun') throw new TaskRefusal(409, outcome, `the task cannot be run again: ${outcome}`);
  }
}
