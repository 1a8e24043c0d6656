import type { Logger } from '@vocalborn/observability';
import { TaskError } from '@vocalborn/task';
import type { AttemptReference } from '@vocalborn/task-ledger';
import type { TaskLifecycle } from '@vocalborn/task-lifecycle';
import type { AnalysisQueue } from '@vocalborn/task-queue';
import type { ChildAttempts } from '../messages.js';

/** What a killed child left: its attempts, those among them over the hard time limit, and whether it was healthy. */
export interface LeftBehind {
  readonly attempts: Pick<ChildAttempts, 'active' | 'queueToken'>;
  readonly tooLong: readonly AttemptReference[];
  readonly wasHealthy: boolean;
}

/** Ends the attempts of a child that was killed or died. */
export class Rescue {
  constructor(
    private readonly lifecycle: TaskLifecycle,
    private readonly queue: AnalysisQueue,
    private readonly logger: Logger,
  ) {}

  /**
   * Ends attempts over the hard time limit as timeouts. Hands the others back when the child was healthy until its parent
   * killed it; when it died by itself, any of its tasks may be the cause, so each counts a lost attempt at its next claim.
   * Then puts its jobs back to the head of the queue, also those whose attempts had not begun. Never throws: what fails here happens when the locks expire.
   */
  async rescue({ attempts, tooLong, wasHealthy }: LeftBehind): Promise<void> {
    try {
      await Promise.all(
        attempts.active.map(async (each) => {
          const isTooLong = tooLong.some(({ taskId }) => taskId === each.taskId);
          const attempt = wasHealthy || isTooLong ? await this.lifecycle.takeOver(each) : null;
          if (isTooLong) await attempt?.fail(new TaskError('timeout', 'The analysis took too long and was stopped.'));
          else await attempt?.handBack();
        }),
      );
      const taskIds = attempts.active.map(({ taskId }) => taskId);
      const reclaimed = await this.queue.reclaim(attempts.queueToken, taskIds);
      this.logger.warn({ tasks: taskIds, reclaimed }, 'the tasks of a dead child are queued again');
    } catch (error) {
      this.logger.warn({ err: error }, 'the tasks of a dead child wait until their locks expire');
    }
  }
}
