import { Injectable } from '@nestjs/common';
import { TaskLifecycle, type Rerun } from '@vocalborn/task-lifecycle';
import type { Operator } from '../access/operator.js';
import { AuditLog } from '../audit/audit-log.js';
import { Problem } from '../http/problem.js';

/** The names of the HTTP contract: `revoke` cancels a task, `retry` reruns it. */
export const taskActions = ['revoke', 'retry'] as const;
export type TaskAction = (typeof taskActions)[number];

/** Stable code of why an action was refused. */
export type RefusalCode = 'task-ended' | Exclude<Rerun['outcome'], 'rerun'>;

/** The state of a task does not allow the action. */
class TaskRefusal extends Problem {
  constructor(
    status: number,
    readonly refusalCode: RefusalCode,
    detail: string,
  ) {
    super(status, detail);
  }
}

/** The outcome of an action on one task; without a refusal it was done. */
export interface TaskOutcome {
  readonly taskId: string;
  readonly refusal: TaskRefusal | null;
}

/** The actions of operators on tasks. Each is recorded in the audit log. */
@Injectable()
export class TaskActions {
  constructor(
    private readonly lifecycle: TaskLifecycle,
    private readonly audit: AuditLog,
  ) {}

  /** @throws TaskRefusal 404 or 409 when the state of the task does not allow the action */
  async on(operator: Operator, action: TaskAction, taskId: string): Promise<void> {
    await this.audit.record(operator, { action: `task.${action}`, target: taskId }, () =>
      action === 'revoke' ? this.cancel(taskId) : this.rerun(taskId),
    );
  }

  /** Acts on every task once, one after the other. @throws what is no TaskRefusal */
  async onEach(operator: Operator, action: TaskAction, taskIds: readonly string[]): Promise<TaskOutcome[]> {
    const outcomes: TaskOutcome[] = [];
    for (const taskId of new Set(taskIds)) {
      const refusal = await this.on(operator, action, taskId).then(() => null, asRefusal);
      outcomes.push({ taskId, refusal });
    }
    return outcomes;
  }

  private async cancel(taskId: string): Promise<void> {
    if (await this.lifecycle.cancel(taskId)) return;
    throw new TaskRefusal(409, 'task-ended', 'the task has ended or is not known');
  }

  private async rerun(taskId: string): Promise<void> {
    const { outcome } = await this.lifecycle.rerun(taskId);
    if (outcome === 'not-found') throw new TaskRefusal(404, outcome, 'the task is not known');
    if (outcome !== 'rerun') throw new TaskRefusal(409, outcome, `the task cannot be run again: ${outcome}`);
  }
}

function asRefusal(error: unknown): TaskRefusal {
  if (error instanceof TaskRefusal) return error;
  throw error;
}
