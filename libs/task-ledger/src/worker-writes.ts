import type { Database } from '@vocalborn/database';
import {
  claimAndSucceed,
  type Claim,
  type SucceededAttempt,
  type Success,
  type WorkerOutcome,
  type WorkerWrite,
} from './commands/claim-and-succeed.js';
import { GroupCommit } from './group-commit.js';

/**
 * The claims and successes of one worker, in groups: those that arrive while a statement runs go together in the next one.
 * One statement at a time makes the groups as large as the load; a second one starts when the first waits for a lock.
 */
export class WorkerWrites {
  readonly #groups: GroupCommit<WorkerWrite, WorkerOutcome>;

  constructor(database: Database) {
    this.#groups = new GroupCommit({
      run: (writes: readonly WorkerWrite[]) => claimAndSucceed(database, writes),
      contended: ({ taskId }) => [taskId],
      statements: 2,
      patienceMs: 20,
      members: 100,
    });
  }

  /** Claims a task; null when it has ended, is not due yet, or has lost its worker too often. */
  async claim(taskId: string, workerName: string): Promise<Claim | null> {
    return (await this.#groups.submit({ write: 'claim', taskId, workerName })) as Claim | null;
  }

  /** Ends a task as SUCCESS with its result; null when the attempt no longer owns the task. */
  async succeed(finished: SucceededAttempt): Promise<Success | null> {
    return (await this.#groups.submit({ write: 'success', ...finished })) as Success | null;
  }
}
