import type { Logger } from '@vocalborn/observability';
import { TaskError } from '@vocalborn/task';
import type { AttemptReference } from '@vocalborn/task-ledger';
import type { TaskLifecycle } from '@vocalborn/task-lifecycle';
import type { AnalysisQueue } from '@vocalborn/task-queue';
import type { ChildAttempts } from './messages.js';

export interface RescueDependencies {
  readonly lifecycle: TaskLifecycle;
  readonly queue: AnalysisQueue;
  readonly logger: Logger;
}

/**
 * Ends in the ledger what a child that was ended by force can no longer end itself: the tries that went beyond the hard
 * time limit become timeouts. The others are given back, without counting a lost try, if the child was healthy until
 * its parent ended it; if it died by itself, each of its tasks may be what killed it and the loss counts.
 * Then their jobs are delivered again at once instead of when their locks run out. Whatever fails here is made good by
 * those locks and by recovery.
 */
export async function rescue(
  parts: RescueDependencies,
  tries: Pick<ChildAttempts, 'active' | 'queueToken'>,
  cause: { readonly tooLong: readonly AttemptReference[]; readonly blameless: boolean },
): Promise<void> {
  const isTooLong = (each: AttemptReference): boolean => cause.tooLong.some((late) => late.taskId === each.taskId);
  try {
    await Promise.all(
      tries.active.map(async (each) => {
        const run = cause.blameless || isTooLong(each) ? await parts.lifecycle.takeOver(each) : null;
        if (!run) return;
        if (isTooLong(each))
          await run.fail(new TaskError('timeout', 'The analysis took too long and was ended by force.'));
        else await run.handBack();
      }),
    );
    const jobs = tries.active.map(({ taskId }) => taskId);
    const reclaimed = await parts.queue.reclaim(jobs, tries.queueToken);
    parts.logger.warn({ tasks: jobs, reclaimed }, 'the tasks of an ended child are delivered again');
  } catch (error) {
    parts.logger.warn({ err: error }, 'the tasks of an ended child wait until their locks run out');
  }
}
