import { AudioStoreError } from '@vocalborn/audio-store';
import type { Caller } from '@vocalborn/task';
import type { TaskLifecycle } from '@vocalborn/task-lifecycle';
import type { PersonalDataStores } from './sweep-erasure.js';
import { eraseRows } from './erase-rows.js';
import { findUnsweptErasure, type UnfinishedErasure } from './stored-erasures.js';
import { sweepErasure } from './sweep-erasure.js';

/** Times that the tasks of a record are cancelled: only somebody who goes on submitting it needs more than two. */
const mostRounds = 10;

/** The record is submitted again and again while it is erased. */
export class ErasureContendedError extends Error {
  constructor() {
    super('the record was submitted again while it was erased');
    this.name = 'ErasureContendedError';
  }
}

/** Erases practice records for people who ask for it. */
export class RecordErasure {
  constructor(
    private readonly stores: PersonalDataStores,
    private readonly lifecycle: TaskLifecycle,
  ) {}

  /**
   * Erases a practice record: its recording, tasks, results, parameters, history, jobs and cached states. Running work is
   * cancelled first; its worker is fenced off by the state, then by the absence of the task. Does not check the caller.
   *
   * Crash before the commit in Postgres: at most a task was cancelled. Crash after it, or Redis away: the row in `erasures`
   * tells what is left, and recovery (`finishErasures`) removes it.
   * @returns false when there is no such record
   * @throws ErasureContendedError; AudioStoreError, usually before anything was changed: a repeated call continues
   */
  async erase(practiceRecordId: string, caller: Caller): Promise<boolean> {
    const { database, store } = this.stores;
    await store.check();
    for (let round = 0; round < mostRounds; round += 1) {
      const erased = await eraseRows(database, practiceRecordId, caller);
      if (erased.outcome !== 'open-tasks') {
        const unswept = await findUnsweptErasure(database, practiceRecordId);
        if (unswept) await this.sweep(unswept);
        return erased.outcome === 'erased' || unswept !== null;
      }
      for (const taskId of erased.taskIds) await this.lifecycle.cancel(taskId);
    }
    throw new ErasureContendedError();
  }

  private async sweep(erasure: UnfinishedErasure): Promise<void> {
    const { logger } = this.stores;
    try {
      if (!(await sweepErasure(this.stores, erasure))) logger.info('a worker still has a job of an erased record');
    } catch (error) {
      if (error instanceof AudioStoreError) throw error;
      logger.warn({ err: error }, 'an erasure is not finished yet: recovery finishes it');
    }
  }
}
