import { Injectable } from '@nestjs/common';
import { isFinal, type TaskSnapshot } from '@vocalborn/task';
import { setTimeout as delay } from 'node:timers/promises';
import { TaskFeed } from '../events/task-feed.js';
import { ReadStatus } from './read-status.js';

/** Waits for a change of a task on behalf of a client that polls. */
@Injectable()
export class AwaitChange {
  constructor(
    private readonly status: ReadStatus,
    private readonly feed: TaskFeed,
  ) {}

  /**
   * The task as soon as its state, step or progress differs from the present one, at the latest after the given time. An
   * ended task does not change.
   * @throws Problem `not-found`, `service-unavailable`
   */
  async after(present: TaskSnapshot, seconds: number): Promise<TaskSnapshot> {
    if (isFinal(present.status)) return present;
    const { taskId } = present;
    const waiting = new AbortController();
    const leave = await this.feed.followTask(taskId, () => waiting.abort());
    try {
      // It may have changed before the feed was followed.
      const now = await this.status.findInLedger(taskId);
      if (differs(present, now)) return now;
      await delay(seconds * 1_000, undefined, { signal: waiting.signal }).catch(() => undefined);
      return await this.status.findInLedger(taskId);
    } finally {
      leave();
    }
  }
}

const differs = (before: TaskSnapshot, now: TaskSnapshot): boolean =>
  before.attempt !== now.attempt ||
  before.status !== now.status ||
  before.step !== now.step ||
  before.progress !== now.progress;
